/** What a person can do to the bot and the groups besides talking: block it, come, go; and starting the world anew. */

import { api } from "./api.js";
import { confirmed, toast, tried } from "./dialogs.js";
import { button, byId, el, fill, twoLines } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";
import { isLiving, nameOf, on, person, world } from "./world.js";

function act(word, call, className = "quiet") {
  return button({ class: className, onclick: () => tried(call) }, t(word));
}

function botLine(me) {
  const body = { person: me.id };
  const block = act("block", () => api.block(body), "quiet warn");
  const words = twoLines(world.bot.first_name, t(me.blocked ? "botBlocked" : "botAllowed"));
  return el("li", {}, words, me.blocked ? act("unblock", () => api.unblock(body)) : block);
}

function groupLine(me, chat) {
  const body = { person: me.id, chat: chat.id };
  const inside = chat.members.includes(me.id);
  const upgrade = chat.type === "group" && inside && act("upgrade", () => api.upgrade({ chat: chat.id }));
  const leave = act("leave", () => api.leave(body), "quiet warn");
  const words = twoLines(chat.title, t(inside ? "inside" : "outside"));
  return el("li", {}, words, upgrade, inside ? leave : act("join", () => api.join(body)));
}

/** The bot itself can be put out of a group that the person is in, and let in again. */
function botInGroup(me, chat) {
  if (!chat.members.includes(me.id)) return null;
  const body = { person: world.bot.id, chat: chat.id };
  const gone = ["left", "kicked"].includes(chat.bot_status);
  const remove = act("removeBot", () => api.leave(body), "quiet warn");
  const words = twoLines(t("botIn", world.bot.first_name, chat.title), t(gone ? "outside" : "inside"));
  return el("li", {}, words, gone ? act("returnBot", () => api.join({ ...body, status: "administrator" })) : remove);
}

function render() {
  const me = person(world.me);
  const open = byId("doings").querySelector("details")?.open ?? false;
  const groups = [...world.chats.values()].filter(isLiving);
  const lines = groups.flatMap((chat) => [groupLine(me, chat), botInGroup(me, chat)]).filter(Boolean);
  const title = el("summary", {}, el("h3", {}, icon("people"), t("doingsOf", nameOf(me))));
  const list = el("ul", { class: "lines" }, botLine(me), lines);
  fill(byId("doings"), el("details", { class: "fold", open }, title, list));
}

async function reset() {
  if (!(await confirmed(t("reset"), t("resetAsk"), t("resetYes")))) return;
  if (await tried(() => api.reset({ keep_bot: true }))) toast(t("resetDone"));
}

export function setUpDoings() {
  on("state choice language", render);
  byId("reset").addEventListener("click", reset);
}
