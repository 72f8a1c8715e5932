/** Writing: the field, what it answers, what is attached, and the first press of Start. */

import { api } from "./api.js";
import { dropAttachment, setUpAttachments, takeAttachment } from "./attach.js";
import { closeCommands, isChoosingCommand, setUpCommands } from "./commands.js";
import { tried } from "./dialogs.js";
import { button, byId, fill, twoLines } from "./dom.js";
import { icon } from "./icons.js";
import { currentMarkup } from "./replykeys.js";
import { summary } from "./summary.js";
import { destination } from "./topics.js";
import { t } from "./words.js";
import { isPrivate, nameOf, on, onBunches, openChat, person, world } from "./world.js";

const TALLEST = 160; // pixels of a field that grows with its text
const BORDERS = 2; // pixels that scrollHeight leaves out

const drafts = new Map(); // "person:chat" → what was typed there and not sent
let answered = null;
let place = "";
let queue = Promise.resolve(); // one after the other, so that two quick messages keep their order

function field() {
  return byId("composer-text");
}

/** The field grows with its text; out of sight it has no height to go by. */
function grow() {
  field().style.setProperty("height", "auto");
  if (field().scrollHeight)
    field().style.setProperty("height", `${Math.min(field().scrollHeight + BORDERS, TALLEST)}px`);
}

function setText(text) {
  field().value = text;
  grow();
}

export function insert(text) {
  setText(text);
  field().focus();
}

function answerTo(message) {
  answered = message;
  renderAnswer();
  if (message) field().focus();
}

function renderAnswer() {
  const bar = byId("reply-bar");
  bar.hidden = !answered;
  const drop = button(
    { class: "round small", "aria-label": t("dropReply"), onclick: () => answerTo(null) },
    icon("close"),
  );
  const who = answered && twoLines(t("replyTo", nameOf(answered.from)), summary(answered));
  fill(bar, answered ? [icon("reply"), who, drop] : []);
}

/** What the person chose to answer, or what the bot wants to have answered. */
function replyTarget() {
  const markup = currentMarkup();
  const message = answered ?? (markup?.force_reply ? markup.message : null);
  return message ? { reply_to: message.message_id } : {};
}

/** What is typed leaves the field at once (the next words may be typed already), and comes back if it was refused. */
async function submit(event) {
  event?.preventDefault();
  const text = field().value.trim();
  const to = { ...destination(), ...replyTarget() };
  const send = takeAttachment(to, text) ?? (text ? () => api.say({ ...to, text }) : null);
  if (!send) return;
  setText("");
  answerTo(null);
  queue = queue.then(() => tried(send));
  const sent = await queue;
  if (!sent && !field().value && to.from === world.me && to.chat === world.chat) setText(text);
}

function typed(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || isChoosingCommand()) return;
  submit(event);
}

/** Each person keeps their own unsent words in each chat. */
function changePlace() {
  drafts.set(place, field().value);
  place = `${world.me}:${world.chat}`;
  setText(drafts.get(place) ?? "");
  dropAttachment();
  closeCommands();
  answerTo(null);
  render();
}

/** In place of the field: Start before the first word, Unblock while the bot is blocked. Null when one can write. */
function doorway() {
  const chat = openChat();
  if (!chat || !isPrivate(chat.id)) return null;
  if (person(world.me).blocked) return { word: "unblock", act: () => api.unblock({ person: world.me }) };
  const start = () => api.say({ from: world.me, chat: world.chat, text: "/start" });
  return chat.messages.length ? null : { word: "start", act: start };
}

function render() {
  const door = doorway();
  const start = byId("start");
  start.hidden = !door;
  byId("compose").hidden = Boolean(door);
  start.textContent = door ? t(door.word) : "";
  start.onclick = door && (() => tried(door.act));
  field().placeholder = currentMarkup()?.input_field_placeholder ?? t("writeHere");
  renderAnswer();
}

function escape(event) {
  if (event.key !== "Escape" || !answered) return;
  event.stopPropagation();
  answerTo(null);
}

export function setUpComposer() {
  fill(byId("send"), icon("send"));
  setUpCommands({
    insert,
    run: (text) => tried(() => api.say({ ...destination(), ...replyTarget(), text })),
  });
  setUpAttachments();
  on("choice", changePlace);
  on("state language", render);
  onBunches("message edit delete", render);
  on("topic", () => answerTo(null));
  on("reply", answerTo);
  on("insert", insert);
  byId("compose").addEventListener("submit", submit);
  byId("composer").addEventListener("keydown", escape);
  field().addEventListener("keydown", typed);
  field().addEventListener("input", grow);
}
