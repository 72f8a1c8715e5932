/** Puts the page together and keeps it in step with the server. */

import { api, listen } from "./api.js";
import { setUpChat } from "./chat.js";
import { setUpChats } from "./chats.js";
import { setUpClock } from "./clock.js";
import { setUpComposer } from "./composer.js";
import { alertOfBot, toast } from "./dialogs.js";
import { setUpDoings } from "./doings.js";
import { button, byId, fill } from "./dom.js";
import { setUpFaults } from "./faults.js";
import { setUpHead } from "./head.js";
import { escapeLayout, setUpLayout } from "./layout.js";
import { follow } from "./links.js";
import { setUpLinkBox } from "./linkbox.js";
import { fetchCalls, setUpLog } from "./log.js";
import { closeMenu, setUpMenus } from "./menu.js";
import { setUpPeople } from "./people.js";
import { setUpReplyKeys } from "./replykeys.js";
import { setUpScroll } from "./scroll.js";
import { setUpTopics } from "./topics.js";
import { forgetMarks } from "./unread.js";
import { currentLanguage, switchLanguage, translatePage } from "./words.js";
import { applyEvent, applyState, emit, on, world } from "./world.js";

const RETRY_MS = 1000;
const TOGETHER_MS = 60; // news that need the whole state come in bunches: one fetch for a bunch

let waiting = null; // events that arrived while the state was being fetched
let planned = 0;

/** Events heard during the fetch are applied on top of it: nothing falls between the stream and the state. */
async function refresh() {
  waiting ??= [];
  const state = await api.state().catch(() => null);
  if (!state) return planRefresh(RETRY_MS);
  const late = waiting;
  waiting = null;
  applyState(state);
  late.forEach(heard);
  byId("waiting").hidden = true;
  byId("app").hidden = false;
  return emit("screen");
}

function planRefresh(milliseconds = TOGETHER_MS) {
  clearTimeout(planned);
  planned = setTimeout(refresh, milliseconds);
}

function heard(event) {
  if (event.type === "reset") {
    forgetMarks();
    emit("reset");
    fetchCalls();
  }
  if (waiting && event.type !== "call" && event.type !== "toast") waiting.push(event);
  else if (!applyEvent(event)) planRefresh();
}

function setConnected(connected) {
  byId("offline").hidden = connected;
}

/** The answer to a press, wherever it was made, if it is for the person being played. */
function answered({ person, text, alert, url }) {
  if (person !== world.me) return;
  if (url) follow(url);
  if (text && alert) alertOfBot(world.bot.first_name, text);
  else if (text) toast(text, "bot");
}

function renderLanguages() {
  const choice = (tag) => {
    const attributes = { lang: tag, "aria-pressed": String(currentLanguage() === tag) };
    return button({ ...attributes, onclick: () => switchLanguage(tag) }, tag.toUpperCase());
  };
  fill(byId("languages"), ["ru", "en"].map(choice));
}

function renderName() {
  byId("bot-name").textContent = world.bot.first_name;
}

/** Escape closes the topmost thing; dialogs and the open command menu take it for themselves. */
function escape(event) {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (!closeMenu()) escapeLayout();
}

function setUp() {
  translatePage();
  renderLanguages();
  for (const part of [
    setUpLayout,
    setUpMenus,
    setUpPeople,
    setUpChats,
    setUpHead,
    setUpTopics,
    setUpComposer,
    setUpReplyKeys,
    setUpChat,
    setUpScroll,
    setUpClock,
    setUpLinkBox,
    setUpDoings,
    setUpFaults,
    setUpLog,
  ])
    part();
  on("language", renderLanguages);
  on("state", renderName);
  on("toast", answered);
  document.addEventListener("keydown", escape);
  listen({
    onopen: () => (setConnected(true), refresh(), fetchCalls()),
    onevent: heard,
    onlost: () => setConnected(false),
  });
}

setUp();
