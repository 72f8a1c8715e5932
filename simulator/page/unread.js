/** Who has not yet read what: while one person is played, it shows what the others would have heard. */

import { recall, remember } from "./memory.js";
import { chatsOf, emit, onBunches, world } from "./world.js";

let marks = recall("read", {});

const SERVICE = [
  "new_chat_members",
  "left_chat_member",
  "pinned_message",
  "new_chat_title",
  "group_chat_created",
  "supergroup_chat_created",
  "migrate_to_chat_id",
  "migrate_from_chat_id",
  "forum_topic_created",
  "forum_topic_edited",
  "forum_topic_closed",
  "forum_topic_reopened",
];

export function serviceKind(message) {
  return SERVICE.find((kind) => kind in message);
}

function lastId(chat) {
  return chat.messages.at(-1)?.message_id ?? 0;
}

/** A mark beyond the chat's end is from a world that has been started anew since. */
function markOf(personId, chat) {
  const mark = marks[`${personId}:${chat.id}`] ?? 0;
  return mark > lastId(chat) ? 0 : mark;
}

export function unreadIn(personId, chat) {
  const mark = markOf(personId, chat);
  let count = 0;
  for (let index = chat.messages.length - 1; index >= 0; index -= 1) {
    const message = chat.messages[index];
    if (message.message_id <= mark) break;
    if (message.from?.id !== personId && !message._?.deleted && !serviceKind(message)) count += 1;
  }
  return count;
}

export function unreadOf(personId) {
  return chatsOf(personId).reduce((sum, chat) => sum + unreadIn(personId, chat), 0);
}

export function markRead(personId, chat) {
  const last = lastId(chat);
  if (markOf(personId, chat) === last) return;
  marks[`${personId}:${chat.id}`] = last;
  emit("unread");
}

onBunches("unread", () => remember("read", marks));

/** The world starts anew: nothing has been read in it. */
export function forgetMarks() {
  marks = {};
  remember("read", marks);
}

export function unreadOfOthers() {
  return world.people.filter(({ id }) => id !== world.me).reduce((sum, { id }) => sum + unreadOf(id), 0);
}
