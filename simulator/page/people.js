/** The people to play: faces, names and the switcher with what each of them has not read yet. */

import { byId, el, fill, moveFocus, twoLines } from "./dom.js";
import { openMenu } from "./menu.js";
import { unreadIn, unreadOf, unreadOfOthers } from "./unread.js";
import { t } from "./words.js";
import { chatsOf, choose, nameOf, on, onBunches, person, world } from "./world.js";

const HUES = 7;
const MOST_SHOWN = 99;

export function hueOf(id) {
  const index = world.people.findIndex((one) => one.id === id);
  return (index < 0 ? Math.abs(id) : index) % HUES;
}

/** A round face: initials on the person's own colour; the bot has the shop's mark. */
export function face(user, className = "") {
  if (user.is_bot || user.id === world.bot.id)
    return el("span", { class: `face face-bot ${className}`, "aria-hidden": true });
  const letters = nameOf(user)
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("");
  return el("span", { class: `face hue-${hueOf(user.id)} ${className}`, "aria-hidden": true }, letters.toUpperCase());
}

export function badge(count) {
  if (!count) return null;
  return el(
    "span",
    { class: "badge", "aria-label": t("unread", count) },
    count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count),
  );
}

export function roleOf(one) {
  return t(`role_${["customer", "staff", "owner"].includes(one.role) ? one.role : "other"}`);
}

/** Menu items, one a person; used wherever something is done "as …". */
export function peopleItems(act, { except } = {}) {
  return world.people
    .filter(({ id }) => id !== except)
    .map((one) => ({
      label: nameOf(one),
      note: roleOf(one),
      lead: face(one),
      checked: one.id === world.me,
      act: () => act(one),
    }));
}

function row(one, index) {
  const attributes = {
    type: "button",
    class: "person",
    "data-person": one.id,
    "aria-pressed": String(one.id === world.me),
    title: index < 9 ? t("switchKey", index + 1) : null,
    onclick: () => play(one),
  };
  const who = twoLines(nameOf(one), subtitle(one));
  return el("li", {}, el("button", attributes, face(one), who, badge(unreadOf(one.id))));
}

function subtitle(one) {
  return [roleOf(one), one.language_code, one.blocked && t("blockedShort")].filter(Boolean).join(" · ");
}

function renderMe() {
  const me = person(world.me);
  const others = badge(unreadOfOthers());
  const button = byId("me");
  button.setAttribute("aria-label", t("playingAs", nameOf(me)));
  fill(button, face(me), el("span", { class: "me-name" }, nameOf(me)), others);
  const total = world.people.reduce((sum, { id }) => sum + unreadOf(id), 0);
  document.title = `${total ? `(${total}) ` : ""}${t("title", world.bot.first_name)}`;
}

function render() {
  fill(byId("people"), world.people.map(row));
  renderMe();
}

/** Back to the chat that this person was in last; the first time, to where something is waiting for them. */
function play(one) {
  const chats = chatsOf(one.id);
  const last = chats.find((chat) => chat.id === world.lastChats.get(one.id));
  choose(one.id, (last ?? chats.find((chat) => unreadIn(one.id, chat)) ?? chats[0]).id);
}

/** Alt+1 … Alt+9. The key's place is read, not its letter: on a Mac Alt+1 types "¡". */
function switchByKey(event) {
  const place = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (!event.altKey || event.ctrlKey || event.metaKey || !place) return;
  event.preventDefault();
  const one = world.people[Number(place) - 1];
  if (one) play(one);
}

export function setUpPeople() {
  on("state choice language", render);
  onBunches("message delete unread", render);
  byId("people").addEventListener("keydown", (event) =>
    moveFocus(event, [...byId("people").querySelectorAll("button")]),
  );
  byId("me").addEventListener("click", () => openMenu(byId("me"), peopleItems(play), t("playing")));
  document.addEventListener("keydown", switchByKey);
}
