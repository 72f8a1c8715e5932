/** The page's copy of the world: what the server told, who is being played, who wants to hear of a change. */

import { recall, remember } from "./memory.js";

const CALLS_KEPT = 500;
const BUNCH_MS = 15;

export const world = {
  bot: { id: 0, username: "", first_name: "" },
  people: [],
  chats: new Map(),
  clock: null,
  faults: [],
  flood: false,
  calls: [],
  me: null, // the id of the person being played
  chat: null, // the id of the chat that is open
  lastChats: new Map(), // person → the chat they had open last
};

const listeners = new Map();

/**
 * Topics. From the server: state, message, edit, delete, toast, call, calls, clock, faults, reset.
 * From the reader: choice, topic, language, screen, unread, reply, insert, goto, redraw.
 */
export function on(topics, listener) {
  for (const topic of topics.split(" ")) {
    if (!listeners.has(topic)) listeners.set(topic, []);
    listeners.get(topic).push(listener);
  }
}

/** The same for drawing what many events change: however many come in a bunch, it is drawn once for all of them. */
export function onBunches(topics, draw) {
  let planned = 0;
  const once = () => {
    planned = 0;
    draw();
  };
  on(topics, () => (planned ||= setTimeout(once, BUNCH_MS)));
}

export function emit(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

export function person(id) {
  return world.people.find((one) => one.id === id);
}

export function nameOf(user) {
  return [user?.first_name, user?.last_name].filter(Boolean).join(" ") || user?.title || String(user?.id ?? "");
}

export function isPrivate(chatId) {
  return chatId > 0;
}

/** A group that became a supergroup goes on under another id, and is left behind here. */
export function isLiving(chat) {
  return !isPrivate(chat.id) && !chat.migrated_to;
}

/** The private chat stands in the list even before the first message: that is where Start is pressed. */
export function chatsOf(personId) {
  const own = world.chats.get(personId) ?? { id: personId, type: "private", members: [personId], messages: [] };
  const groups = [...world.chats.values()].filter((chat) => isLiving(chat) && chat.members.includes(personId));
  return [own, ...groups];
}

export function openChat() {
  return chatsOf(world.me).find((chat) => chat.id === world.chat) ?? null;
}

export function messageIn(chatId, messageId) {
  return world.chats.get(chatId)?.messages.find((message) => message.message_id === messageId);
}

/** Play this person, in this chat (their own one with the bot unless told). */
export function choose(personId, chatId = personId) {
  world.me = personId;
  world.chat = chatId;
  world.lastChats.set(personId, chatId);
  remember("choice", { person: personId, chat: chatId });
  emit("choice");
}

export function applyState(state) {
  world.bot = state.bot;
  world.people = state.people;
  world.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
  world.clock = heard(state.clock);
  world.faults = state.faults;
  world.flood = state.flood;
  announceState();
}

function announceState() {
  const before = `${world.me}:${world.chat}`;
  keepChoice();
  emit("state");
  if (before !== `${world.me}:${world.chat}`) emit("choice");
}

/** Who was played last is played on, if that person and chat still exist; a group is followed into its new id. */
function keepChoice() {
  const kept = recall("choice", {});
  world.me = (person(world.me ?? kept.person) ?? world.people[0]).id;
  const open = world.chat ?? kept.chat;
  const chat = world.chats.get(open)?.migrated_to ?? open;
  world.chat = chatsOf(world.me).some((one) => one.id === chat) ? chat : world.me;
}

/** Remembers when it was heard, so that the page can let the seconds run by itself. */
function heard(clock) {
  return { ...clock, heardAt: performance.now() };
}

/** How each event changes the world: the topic to announce and what about it; null when only a new state can tell. */
const APPLY = {
  message: (event) => place(event),
  edit: (event) => place(event),
  delete: ({ chat, message_ids: ids }) => ["delete", strike(chat, ids)],
  toast: (event) => ["toast", event],
  call: ({ type, ...entry }) => [type, keepCall(entry)],
  clock: ({ type, ...clock }) => [type, (world.clock = heard(clock))],
  faults: ({ type, faults, flood }) => [type, Object.assign(world, { faults, flood })],
  chat: ({ chat }) => ["state", settle(chat)],
  people: ({ people }) => ["state", (world.people = people)],
  commands: ({ commands }) => ["state", world.people.forEach((one) => (one.commands = commands[one.id] ?? []))],
};

/** False when the event cannot be applied here and the whole state has to be fetched again. */
export function applyEvent(event) {
  const change = APPLY[event.type]?.(event);
  if (!change) return false;
  const [topic, detail] = change;
  if (topic === "state") announceState();
  else emit(topic, detail);
  return true;
}

function settle(chat) {
  const messages = world.chats.get(chat.id)?.messages ?? [];
  world.chats.set(chat.id, { ...chat, messages });
}

function place({ type, chat: chatId, message }) {
  const chat = world.chats.get(chatId);
  if (!chat) return null;
  const index = chat.messages.findIndex((one) => one.message_id === message.message_id);
  if (index < 0) chat.messages.push(message);
  else chat.messages[index] = message;
  return [type, { chat: chatId, message, known: index >= 0 }];
}

function strike(chatId, ids) {
  const gone = (world.chats.get(chatId)?.messages ?? []).filter((message) => ids.includes(message.message_id));
  for (const message of gone) message._ = { ...message._, deleted: true };
  return { chat: chatId, messages: gone };
}

export function keepCall(entry) {
  if (world.calls.some((one) => one.n === entry.n)) return entry;
  world.calls.push(entry);
  if (world.calls.length > CALLS_KEPT) world.calls.splice(0, world.calls.length - CALLS_KEPT);
  return entry;
}
