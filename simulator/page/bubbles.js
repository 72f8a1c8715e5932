/** One message as it is drawn: who, in answer to what, with which picture, words and buttons. */

import { isSameDay } from "./days.js";
import { copyText } from "./dialogs.js";
import { button, el, fromServerHtml } from "./dom.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboards.js";
import { media } from "./media.js";
import { face, hueOf } from "./people.js";
import { serviceText, summary } from "./summary.js";
import { topicName } from "./topics.js";
import { serviceKind } from "./unread.js";
import { hoursAndMinutes, t } from "./words.js";
import { emit, isPrivate, nameOf, world } from "./world.js";

const JOINED_WITHIN = 300; // seconds between messages of one author that are drawn as one run

/** `previous`: the message drawn above it, if any. The node carries `data-id`. */
export function bubble(message, previous) {
  if (serviceKind(message)) return service(message);
  const own = message.from?.id === world.me;
  const foreign = !own && !isPrivate(message.chat.id);
  const run = continues(message, previous);
  const looks = [own ? "own" : "other", run && "run", message._.deleted && "deleted", message.sticker && "bare"];
  const attributes = {
    class: ["message", ...looks].filter(Boolean).join(" "),
    "data-id": message.message_id,
    tabindex: "-1",
    "aria-label": label(message, own),
  };
  const words = el("div", { class: "bubble" }, content(message, !run && foreign, !run));
  const beside = foreign && (run ? el("span", { class: "face-space" }) : face(message.from));
  return el(
    "article",
    attributes,
    beside,
    el("div", { class: "column" }, words, inlineKeyboard(message)),
    actions(message),
  );
}

function continues(message, previous) {
  if (!previous || serviceKind(previous) || previous.from?.id !== message.from?.id) return false;
  if (previous.message_thread_id !== message.message_thread_id) return false;
  return isSameDay(message, previous) && Math.abs(message.date - previous.date) < JOINED_WITHIN;
}

function label(message, own) {
  return `${own ? t("you") : nameOf(message.from)}, ${hoursAndMinutes(message.date)}: ${summary(message)}`;
}

function service(message) {
  const target = message.pinned_message?.message_id;
  const text = serviceText(message);
  const inside = target
    ? button({ class: "service-link", onclick: () => emit("goto", target) }, text)
    : el("span", {}, text);
  return el("div", { class: "service", "data-id": message.message_id }, inside);
}

function content(message, withAuthor, withTopic) {
  const html = message._.html;
  const onTop = message.show_caption_above_media;
  const text = html && el("div", { class: "text", dir: "auto" }, fromServerHtml(html));
  const picture = media(message);
  return [
    withAuthor && author(message.from),
    withTopic && topic(message),
    forwarded(message),
    quote(message),
    onTop && text,
    picture,
    !onTop && text,
    !html && !picture && el("div", { class: "text faint" }, t("unknownMessage")),
    reactions(message._.reactions),
    meta(message),
  ];
}

function author(user) {
  return el("div", { class: `author hue-${hueOf(user.id)}` }, nameOf(user), user.is_bot && el("small", {}, t("bot")));
}

function topic(message) {
  const name = topicName(message);
  return name && el("div", { class: "forwarded" }, `# ${name}`);
}

function forwarded({ forward_origin: origin }) {
  if (!origin) return null;
  const name = origin.sender_user_name ?? nameOf(origin.sender_user ?? origin.sender_chat ?? origin.chat);
  return el("div", { class: "forwarded" }, t("forwardedFrom", name));
}

/** In a forum every message answers the one that opened its topic: that is no quote. */
function quote({ reply_to_message: answered, quote: part }) {
  if (!answered || answered.forum_topic_created) return null;
  return button(
    {
      class: `quote hue-${hueOf(answered.from?.id ?? 0)}`,
      "aria-label": t("toQuoted", summary(answered)),
      onclick: () => emit("goto", answered.message_id),
    },
    el("b", {}, nameOf(answered.from)),
    el("span", {}, part?.text ?? summary(answered)),
  );
}

function reactions(list) {
  if (!list?.length) return null;
  const one = ({ emoji }) => el("span", {}, emoji ?? "★");
  return el("div", { class: "reactions" }, list.map(one));
}

function meta(message) {
  const { deleted, edited, pinned } = message._;
  return el(
    "footer",
    { class: "meta" },
    pinned && icon("pin"),
    deleted ? el("span", {}, t("deleted")) : edited && el("span", {}, t("edited")),
    el("time", { datetime: new Date(message.date * 1000).toISOString() }, hoursAndMinutes(message.date)),
  );
}

function actions(message) {
  if (message._.deleted) return null;
  const text = message.text ?? message.caption;
  const tool = (name, act) => {
    const attributes = { class: "round small", title: t(name), "aria-label": t(name), onclick: act };
    return button(attributes, icon(name));
  };
  const copy = text && tool("copy", () => copyText(text));
  return el(
    "div",
    { class: "message-actions" },
    tool("reply", () => emit("reply", message)),
    copy,
  );
}
