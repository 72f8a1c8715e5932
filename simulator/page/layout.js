/** Three columns on a laptop; on a phone one screen at a time, with the phone's own way back. */

import { byId, fill } from "./dom.js";
import { icon } from "./icons.js";
import { recall, remember } from "./memory.js";
import { emit } from "./world.js";

const phone = matchMedia("(max-width: 760px)");
const roomForPanel = matchMedia("(min-width: 1081px)");

function isPhone() {
  return phone.matches;
}

export function isChatVisible() {
  return !document.hidden && (!isPhone() || document.body.dataset.screen === "chat");
}

/** Screens of a phone: list, chat, panel. On a laptop all three are there anyway. */
export function show(screen) {
  if (document.body.dataset.screen === screen) return;
  document.body.dataset.screen = screen;
  if (isPhone()) history.pushState({ screen }, "");
  emit("screen");
}

function goBack(otherwise) {
  if (history.state?.screen && history.state.screen !== "list") history.back();
  else show(otherwise);
}

function setPanel(open) {
  document.body.classList.toggle("panel-closed", !open);
  byId("panel-toggle").setAttribute("aria-expanded", String(open));
  if (roomForPanel.matches) remember("panel", open);
}

function togglePanel() {
  if (isPhone()) return show("panel");
  return setPanel(document.body.classList.contains("panel-closed"));
}

function closePanel() {
  setPanel(false);
  byId("panel-toggle").focus();
}

/** Escape on a phone's panel, or on a laptop's panel that lies over the conversation. */
export function escapeLayout() {
  if (isPhone()) {
    if (document.body.dataset.screen !== "list") goBack("list");
  } else if (!roomForPanel.matches && !document.body.classList.contains("panel-closed")) closePanel();
}

export function setUpLayout() {
  for (const [id, name] of [
    ["chat-back", "back"],
    ["panel-back", "back"],
    ["panel-close", "close"],
    ["panel-toggle", "panel"],
    ["list-panel", "panel"],
  ]) {
    fill(byId(id), icon(name));
  }
  byId("chat-back").addEventListener("click", () => goBack("list"));
  byId("panel-back").addEventListener("click", () => goBack("chat"));
  byId("panel-toggle").addEventListener("click", togglePanel);
  byId("list-panel").addEventListener("click", () => show("panel"));
  byId("panel-close").addEventListener("click", closePanel);
  history.replaceState({ screen: "list" }, "");
  window.addEventListener("popstate", (event) => {
    document.body.dataset.screen = event.state?.screen ?? "list";
    emit("screen");
  });
  document.addEventListener("visibilitychange", () => emit("screen"));
  setPanel(roomForPanel.matches && recall("panel", true));
}
