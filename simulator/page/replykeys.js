/** The keyboard below the input, which the last message of the bot that carries one decides about. */

import { api } from "./api.js";
import { toast, tried } from "./dialogs.js";
import { button, byId, el, fill, moveFocus } from "./dom.js";
import { icon } from "./icons.js";
import { destination } from "./topics.js";
import { t } from "./words.js";
import { isPrivate, on, onBunches, openChat, person, world } from "./world.js";

const hidden = new Set(); // "person:chat:message" of keyboards that were used up or folded away

/** The bot's standing wish for this person's input: a keyboard, a forced reply, or null. */
export function currentMarkup() {
  const chat = openChat();
  const last = chat?.messages.findLast((message) => decides(message) && isMeant(message));
  if (!last || last._?.deleted || last.reply_markup.remove_keyboard) return null;
  return { message: last, ...last.reply_markup };
}

function decides({ reply_markup: markup }) {
  return Boolean(markup && (markup.keyboard || markup.remove_keyboard || markup.force_reply));
}

/** `selective`: only for those whom the message answers or mentions. */
function isMeant(message) {
  if (!message.reply_markup.selective) return true;
  const me = person(world.me);
  const mentioned = (message.entities ?? []).some((one) => one.user?.id === me.id);
  const byName = me.username && (message.text ?? message.caption ?? "").includes(`@${me.username}`);
  return message.reply_to_message?.from?.id === me.id || mentioned || Boolean(byName);
}

function spotOf(message) {
  return `${world.me}:${message.chat.id}:${message.message_id}`;
}

async function press(key, markup) {
  const sent = await tried(() => send(key, markup.message));
  if (!sent || !markup.one_time_keyboard) return;
  hidden.add(spotOf(markup.message));
  render();
}

/** Null for a key that needs more of Telegram than there is here. */
function send(key, { chat, message_id: id }) {
  const to = destination();
  if (key.request_contact) return api.contact(to);
  if (Object.keys(key).some((name) => name.startsWith("request_") || name === "web_app")) {
    toast(t("unsupportedButton"));
    return null;
  }
  return api.say({ ...to, text: key.text, ...(isPrivate(chat.id) ? {} : { reply_to: id }) });
}

function drawn(key, markup) {
  const attributes = { class: `key ${key.style ? `key-${key.style}` : ""}`, onclick: () => press(key, markup) };
  return button(attributes, key.request_contact && icon("phone"), key.text);
}

/** Telegram takes a bare text for a key, too. */
function row(keys, markup) {
  const buttons = keys.map((key) => drawn(typeof key === "string" ? { text: key } : key, markup));
  return el("div", { class: "keys-row" }, buttons);
}

function render() {
  const markup = currentMarkup();
  const keyboard = byId("compose").hidden ? null : markup?.keyboard;
  const box = byId("reply-keys");
  const shown = Boolean(keyboard) && !hidden.has(spotOf(markup.message));
  box.hidden = !shown;
  box.classList.toggle("tall", Boolean(keyboard && !markup.resize_keyboard));
  fill(box, shown ? keyboard.map((keys) => row(keys, markup)) : []);
  byId("keys-toggle").hidden = !keyboard;
  byId("keys-toggle").setAttribute("aria-expanded", String(shown));
}

function toggle() {
  const spot = spotOf(currentMarkup().message);
  if (!hidden.delete(spot)) hidden.add(spot);
  render();
}

export function setUpReplyKeys() {
  on("state choice language", render);
  onBunches("message edit delete", render);
  on("reset", () => hidden.clear());
  const box = byId("reply-keys");
  fill(byId("keys-toggle"), icon("keyboard"));
  byId("keys-toggle").addEventListener("click", toggle);
  box.addEventListener("keydown", (event) => {
    const keys = [...box.querySelectorAll("button")];
    if (!moveFocus(event, keys, { horizontal: true })) moveFocus(event, keys);
  });
}
