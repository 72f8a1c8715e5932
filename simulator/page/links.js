/** Links that mean something here: the bot's own `?start=` links are opened by a person of this world. */

import { copyText, dialog, toast, tried } from "./dialogs.js";
import { api } from "./api.js";
import { button, el, twoLines } from "./dom.js";
import { show } from "./layout.js";
import { openMenu } from "./menu.js";
import { face, peopleItems, roleOf } from "./people.js";
import { t } from "./words.js";
import { choose, nameOf, person, world } from "./world.js";

const TELEGRAM = /^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.(?:me|dog)\/(\w+(?:\/\w+)*)\/?(?:\?(.*))?$/i;
const RESOLVE = /^tg:\/\/resolve\/?\?(.*)$/i;
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;
const START_LINKS = /(?:https?:\/\/)?t\.me\/\w+\?start=[\w-]+/gi;

/** `{username, start}` of a Telegram link, null of any other. `start` is null where there is no such parameter. */
function readLink(link) {
  const resolve = RESOLVE.exec(link);
  const plain = TELEGRAM.exec(link);
  if (!resolve && !plain) return null;
  const parameters = new URLSearchParams((resolve ? resolve[1] : plain[2]) ?? "");
  return {
    username: (resolve ? parameters.get("domain") : plain[1]) ?? "",
    start: parameters.get("start"),
    parameters,
  };
}

function isOwn(username) {
  return username.toLowerCase() === world.bot.username.toLowerCase();
}

/** The payload of a start link of this very bot; null of everything else. */
export function startPayload(link) {
  const read = readLink(link);
  return read && isOwn(read.username) && PAYLOAD.test(read.start ?? "") ? read.start : null;
}

/** Opens the bot's private chat as this person, with `/start payload`, and shows it. */
export async function openStart(payload, personId = world.me) {
  const sent = await tried(() => api.start({ from: personId, payload }));
  if (!sent) return;
  if (personId !== world.me) toast(t("openedAs", nameOf(person(personId))));
  choose(personId, personId);
  show("chat");
}

/** The menu "open as …": staff scan the customer's code. `before` is called once somebody is chosen. */
export function openStartAs(anchor, payload, before = () => {}) {
  const open = (one) => (before(), openStart(payload, one.id));
  openMenu(anchor, peopleItems(open), t("openAs"));
}

/** True when the link was dealt with here; false when the browser should open it (in a new tab). */
export function follow(link) {
  const read = readLink(link);
  if (!read) return false;
  const payload = startPayload(link);
  if (payload) openStart(payload);
  else if (read.username === "share/url")
    shareDialog(read.parameters.get("text") ?? "", read.parameters.get("url") ?? "");
  else if (isOwn(read.username)) (choose(world.me), show("chat"));
  else if (world.people.some((one) => one.username && one.username === read.username))
    toast(t("personLink", read.username));
  else return false;
  return true;
}

/** Sharing, as far as it can be played: the friend reads the text and opens the link in it. */
export function shareDialog(text, url = "") {
  const whole = [text, url].filter(Boolean).join("\n");
  const payload = (whole.match(START_LINKS) ?? []).map(startPayload).find(Boolean);
  const close = (act) => () => (node.close(), act());
  const friends = world.people.filter(({ id }) => id !== world.me);
  const asFriend = (one) =>
    button(
      { class: "person", onclick: close(() => openStart(payload, one.id)) },
      face(one),
      twoLines(nameOf(one), roleOf(one)),
    );
  const node = dialog(
    t("share"),
    "card-dialog",
    el("h2", {}, t("share")),
    el("blockquote", { class: "shared" }, whole),
    payload && el("p", {}, t("shareOpens")),
    payload && el("div", { class: "friends" }, friends.map(asFriend)),
    el("div", { class: "actions" }, button({ class: "quiet", onclick: close(() => copyText(whole)) }, t("copy"))),
  );
}

/** What was typed into the link box: a link, a bare payload or `/start payload`. Null when it is none of them. */
export function typedPayload(text) {
  const typed = text.trim().replace(/^\/start\s+/, "");
  return PAYLOAD.test(typed) ? typed : startPayload(typed);
}
