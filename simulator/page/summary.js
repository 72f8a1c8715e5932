/** A message in one line: for the list of chats, quotes, the pinned bar and the screen reader. */

import { serviceKind } from "./unread.js";
import { t } from "./words.js";
import { nameOf } from "./world.js";

const KINDS = [
  "photo",
  "document",
  "sticker",
  "contact",
  "location",
  "venue",
  "poll",
  "animation",
  "video",
  "audio",
  "voice",
];

export function summary(message) {
  if (message._?.deleted) return t("deletedMessage");
  const kind = KINDS.find((one) => one in message);
  const words = (message.text ?? message.caption ?? detailOf(message, kind)).replace(/\s+/g, " ");
  if (!kind) return serviceKind(message) ? serviceText(message) : words || t("unknownMessage");
  return words ? `${t(`kind_${kind}`)} · ${words}` : t(`kind_${kind}`);
}

function detailOf(message, kind) {
  if (kind === "document") return message.document.file_name ?? "";
  if (kind === "contact") return nameOf(message.contact);
  if (kind === "poll") return message.poll.question;
  return kind === "sticker" ? (message.sticker.emoji ?? "") : "";
}

const SERVICE_TEXT = {
  new_chat_members: (message) => joined(message),
  left_chat_member: ({ left_chat_member: one, from }) =>
    one.id === from?.id ? t("left", nameOf(one)) : t("removed", nameOf(from), nameOf(one)),
  pinned_message: ({ from, pinned_message: pinned }) => t("pinnedBy", nameOf(from), summary(pinned)),
  new_chat_title: ({ new_chat_title: title }) => t("newTitle", title),
  group_chat_created: () => t("groupCreated"),
  supergroup_chat_created: () => t("groupCreated"),
  migrate_to_chat_id: () => t("upgraded"),
  migrate_from_chat_id: () => t("upgradedFrom"),
  forum_topic_created: ({ forum_topic_created: topic }) => t("topicCreated", topic.name),
  forum_topic_edited: ({ forum_topic_edited: topic }) => t("topicEdited", topic.name ?? ""),
  forum_topic_closed: () => t("topicClosed"),
  forum_topic_reopened: () => t("topicReopened"),
};

function joined({ new_chat_members: members, from }) {
  const names = members.map(nameOf).join(", ");
  return members.length === 1 && members[0].id === from?.id ? t("joined", names) : t("added", nameOf(from), names);
}

export function serviceText(message) {
  return SERVICE_TEXT[serviceKind(message)](message);
}
