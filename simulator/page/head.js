/** The line above a conversation: with whom, whether the bot is writing, what is pinned. */

import { faceOf, titleOf } from "./chats.js";
import { byId, el, fill, twoLines } from "./dom.js";
import { icon } from "./icons.js";
import { summary } from "./summary.js";
import { t } from "./words.js";
import { emit, isPrivate, on, onBunches, openChat, person, world } from "./world.js";

const TYPING_MS = 5000; // Telegram shows a chat action for five seconds

let typing = { chat: null, timer: 0 };

function subtitle(chat) {
  if (typing.chat === chat.id) return t("typing");
  if (!isPrivate(chat.id)) return t("groupOf", chat.members.length);
  return person(world.me).blocked ? t("botBlocked") : `${t("bot")} · @${world.bot.username}`;
}

function render() {
  const chat = openChat();
  if (!chat) return;
  const state = el("small", { class: typing.chat === chat.id ? "typing" : null }, subtitle(chat));
  fill(byId("chat-head"), faceOf(chat), el("span", { class: "who" }, el("h2", {}, titleOf(chat)), state));
  renderPinned(chat);
}

function renderPinned(chat) {
  const last = chat.messages.findLast((message) => message._?.pinned && !message._.deleted);
  const bar = byId("pinned");
  bar.hidden = !last;
  bar.onclick = () => emit("goto", last.message_id);
  fill(bar, last ? [icon("pin"), twoLines(t("pinned"), summary(last))] : []);
}

function setTyping(chat) {
  clearTimeout(typing.timer);
  typing = { chat, timer: chat === null ? 0 : setTimeout(() => setTyping(null), TYPING_MS) };
  render();
}

function heardCall({ method, params, ok }) {
  if (ok && method.toLowerCase() === "sendchataction") setTyping(Number(params?.chat_id));
}

export function setUpHead() {
  on("state choice language", render);
  onBunches("message edit delete", render);
  on("call", heardCall);
  on("message", ({ chat }) => chat === typing.chat && setTyping(null));
}
