/** The chats of the person being played. */

import { button, byId, el, fill, moveFocus, twoLines } from "./dom.js";
import { icon } from "./icons.js";
import { show } from "./layout.js";
import { badge, face } from "./people.js";
import { summary } from "./summary.js";
import { unreadIn } from "./unread.js";
import { hoursAndMinutes, t } from "./words.js";
import { chatsOf, choose, isPrivate, nameOf, on, onBunches, person, world } from "./world.js";

export function titleOf(chat) {
  return isPrivate(chat.id) ? world.bot.first_name : chat.title;
}

export function faceOf(chat) {
  if (isPrivate(chat.id)) return face({ ...world.bot, is_bot: true });
  return el("span", { class: "face face-group", "aria-hidden": true }, icon("people"));
}

function lastShown(chat) {
  return chat.messages.findLast((message) => !message._?.deleted);
}

function preview(chat) {
  const last = lastShown(chat);
  if (!last) return t(isPrivate(chat.id) ? "noMessages" : "quietGroup");
  const mine = last.from?.id === world.me;
  const author = mine ? t("you") : isPrivate(chat.id) ? "" : nameOf(last.from);
  return (author ? `${author}: ` : "") + summary(last);
}

function row(chat) {
  const last = lastShown(chat);
  const open = chat.id === world.chat;
  const go = () => {
    choose(world.me, chat.id);
    show("chat");
  };
  return el(
    "li",
    {},
    button(
      { class: "chat-row", "data-chat": chat.id, "aria-current": open ? "true" : null, onclick: go },
      faceOf(chat),
      twoLines(titleOf(chat), preview(chat)),
      el(
        "span",
        { class: "chat-meta" },
        last && el("time", {}, hoursAndMinutes(last.date)),
        badge(unreadIn(world.me, chat)),
      ),
    ),
  );
}

function render() {
  const list = byId("chats");
  byId("chats-title").textContent = t("chatsOf", nameOf(person(world.me)));
  fill(list, chatsOf(world.me).map(row));
}

export function setUpChats() {
  on("state choice language", render);
  onBunches("message edit delete unread", render);
  byId("chats").addEventListener("keydown", (event) => moveFocus(event, [...byId("chats").querySelectorAll("button")]));
}
