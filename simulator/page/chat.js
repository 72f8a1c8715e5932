/** The conversation in the middle: its messages as nodes, kept in step with the world. */

import { api } from "./api.js";
import { button, byId, el, fill, moveFocus } from "./dom.js";
import { bubble } from "./bubbles.js";
import { day, isSameDay } from "./days.js";
import { copyText, tried } from "./dialogs.js";
import { follow } from "./links.js";
import { toBottom, keepPlace, scrollTo } from "./scroll.js";
import { summary } from "./summary.js";
import { destination, inTopic, showTopicOf } from "./topics.js";
import { t } from "./words.js";
import { emit, isPrivate, messageIn, nameOf, on, openChat, person, world } from "./world.js";

const SHOWN_AT_ONCE = 150; // messages drawn; earlier ones by a button

let limit = SHOWN_AT_ONCE;
let shown = []; // the messages that have a node, in order

function visible(chat) {
  return chat.messages.filter((message) => inTopic(chat, message));
}

function render() {
  const chat = openChat();
  const all = chat ? visible(chat) : [];
  shown = all.slice(-limit);
  const earlier =
    all.length > shown.length &&
    button({ class: "quiet earlier", onclick: showEarlier }, t("earlier", all.length - shown.length));
  fill(byId("messages"), earlier, shown.length ? shown.flatMap(nodes) : empty(chat));
}

function nodes(message, index) {
  const previous = shown[index - 1];
  const starts = !previous || !isSameDay(message, previous);
  return [starts && day(message), bubble(message, previous)].filter(Boolean);
}

function empty(chat) {
  const key = chat && isPrivate(chat.id) ? "emptyPrivate" : "emptyGroup";
  return el("p", { class: "empty" }, t(key, nameOf(person(world.me))));
}

function showEarlier() {
  limit += SHOWN_AT_ONCE;
  keepPlace(render);
}

function anew() {
  limit = SHOWN_AT_ONCE;
  render();
  toBottom();
}

function nodeOf(id) {
  return byId("messages").querySelector(`[data-id="${id}"]`);
}

function arrived({ chat, message, known }) {
  if (chat !== world.chat) return;
  if (known) return redraw({ chat, id: message.message_id });
  if (!inTopic(openChat(), message)) return;
  byId("messages").querySelector(".empty")?.remove();
  shown.push(message);
  const fresh = nodes(message, shown.length - 1);
  fresh.at(-1).classList.add("arriving");
  byId("messages").append(...fresh);
  if (message.from?.id === world.me) toBottom();
  else byId("announcer").textContent = `${nameOf(message.from)}: ${summary(message)}`;
}

/** Draws one message anew in its place; the focus stays on the same button of it. */
function redraw({ chat, id }) {
  const old = chat === world.chat ? nodeOf(id) : null;
  if (!old) return;
  const index = shown.findIndex((message) => message.message_id === id);
  shown[index] = messageIn(chat, id);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const fresh = bubble(shown[index], shown[index - 1]);
  old.replaceWith(fresh);
  if (focused) (fresh.querySelector(`[data-key="${focused.dataset.key}"]`) ?? fresh).focus({ preventScroll: true });
}

function goTo(id) {
  const chat = openChat();
  const message = messageIn(chat.id, id);
  if (!message) return;
  showTopicOf(chat, message);
  if (!nodeOf(id)) {
    limit = Infinity;
    render();
  }
  scrollTo(nodeOf(id));
}

const ON_CLICK = [
  ["[data-command]", (node) => tried(() => api.say({ ...destination(), text: node.dataset.command }))],
  ["a[href]", (node, event) => follow(node.href) && event.preventDefault()],
  [".tg-spoiler:not(.open), tg-spoiler:not(.open)", (node) => node.classList.add("open")],
  ["blockquote[expandable], blockquote.expandable", (node) => node.classList.toggle("open")],
  ["pre, code", (node) => copyText(node.textContent)],
];

/** What the words of a message do when they are clicked. */
function clickedText(event) {
  if (!event.target.closest(".text") || String(getSelection())) return;
  for (const [selector, act] of ON_CLICK) {
    const node = event.target.closest(selector);
    if (node) return act(node, event);
  }
}

/** ↑↓ walk through the bubbles, R answers the one in focus. */
function steer(event) {
  const bubbles = [...byId("messages").querySelectorAll("article")];
  if (event.target.matches("article") && event.code === "KeyR" && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    emit("reply", messageIn(world.chat, Number(event.target.dataset.id)));
  } else if (event.target === byId("scroller") && event.key === "ArrowUp") {
    event.preventDefault();
    bubbles.at(-1)?.focus();
  } else if (event.key === "Enter" && event.target.matches("[data-command]")) event.target.click();
  else moveFocus(event, bubbles);
}

export function setUpChat() {
  on("state", () => keepPlace(render));
  on("language", () => keepPlace(render));
  on("choice topic", anew);
  on("message edit", arrived);
  on("redraw", redraw);
  on("delete", ({ chat, messages }) => messages.forEach(({ message_id: id }) => redraw({ chat, id })));
  on("goto", goTo);
  byId("messages").addEventListener("click", clickedText);
  byId("scroller").addEventListener("keydown", steer);
}
