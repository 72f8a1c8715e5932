/** The topics of a forum: a strip above the conversation, and which of its messages are shown. */

import { button, byId, fill, moveFocus } from "./dom.js";
import { t } from "./words.js";
import { emit, on, onBunches, openChat, world } from "./world.js";

const chosen = new Map(); // chat id → topic id; absent: all of them

function topicOf(chat) {
  return chat?.is_forum ? (chosen.get(chat.id) ?? null) : null;
}

/** From whom and where the next message goes. */
export function destination() {
  const topic = topicOf(openChat());
  return { from: world.me, chat: world.chat, ...(topic === null ? {} : { message_thread_id: topic }) };
}

export function inTopic(chat, message) {
  const topic = topicOf(chat);
  return topic === null || message.message_thread_id === topic || message.message_id === topic;
}

/** In order of appearance: as the server told them, and what the conversation has said of them since. */
function topicsOf(chat) {
  const topics = new Map((chat.topics ?? []).map(({ id, name }) => [id, name]));
  for (const message of chat.messages) {
    const { forum_topic_created: made, forum_topic_edited: edited, message_thread_id: topic } = message;
    if (made && message._.deleted) topics.delete(topic);
    else if (made && !topics.has(topic)) topics.set(topic, made.name);
    if (edited?.name && topics.has(topic)) topics.set(topic, edited.name);
  }
  return [...topics];
}

/** Where all topics are shown together, each message says which is its own. */
export function topicName({ chat: { id }, message_thread_id: topic }) {
  const chat = openChat();
  if (topic === undefined || chat?.id !== id || topicOf(chat) !== null) return null;
  return topicsOf(chat).find(([one]) => one === topic)?.[1] ?? null;
}

function choose(chat, topic) {
  if (topic === null) chosen.delete(chat.id);
  else chosen.set(chat.id, topic);
  emit("topic");
}

function render() {
  const chat = openChat();
  const box = byId("topics");
  const topics = chat?.is_forum ? topicsOf(chat) : [];
  box.hidden = !topics.length;
  const tab = ([id, name]) =>
    button({ class: "topic", "aria-pressed": String(topicOf(chat) === id), onclick: () => choose(chat, id) }, name);
  fill(box, box.hidden ? [] : [[null, t("allTopics")], ...topics].map(tab));
}

/** A message that belongs elsewhere leads to its topic, so that it can be scrolled to. */
export function showTopicOf(chat, message) {
  if (!inTopic(chat, message)) choose(chat, null);
}

export function setUpTopics() {
  on("state choice topic language", render);
  onBunches("message edit delete", render);
  const box = byId("topics");
  box.addEventListener("keydown", (event) =>
    moveFocus(event, [...box.querySelectorAll("button")], { horizontal: true }),
  );
}
