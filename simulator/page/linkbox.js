/** The box for a link that somebody was given: on a poster, on a friend's screen, on a card. */

import { button, byId, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { openStart, openStartAs, typedPayload } from "./links.js";
import { t } from "./words.js";
import { nameOf, on, person, world } from "./world.js";

/** Null and a word about it when what was typed is no link of this bot. */
function payload() {
  const found = typedPayload(byId("link-text").value);
  byId("link-error").textContent = found ? "" : t("badLink", world.bot.username);
  byId("link-text").setAttribute("aria-invalid", String(!found));
  if (!found) byId("link-text").focus();
  return found;
}

async function open(event) {
  event.preventDefault();
  const found = payload();
  if (!found) return;
  byId("link-text").value = "";
  await openStart(found);
}

function openAs(event) {
  const found = payload();
  if (found) openStartAs(event.currentTarget, found);
}

function render() {
  const field = {
    id: "link-text",
    class: "field",
    type: "text",
    placeholder: `t.me/${world.bot.username}?start=…`,
    "aria-label": t("linkField"),
    "aria-describedby": "link-error",
    spellcheck: "false",
  };
  const more = { class: "button more", "aria-haspopup": "menu", "aria-label": t("openAs"), title: t("openAs") };
  const go = el("button", { type: "submit", id: "link-open", class: "button" });
  const split = el("div", { class: "split" }, go, button({ ...more, onclick: openAs }, icon("caret")));
  const form = el("form", { class: "link-form", autocomplete: "off", onsubmit: open }, el("input", field), split);
  const error = el("p", { id: "link-error", class: "error", role: "alert" });
  fill(byId("links"), el("h3", {}, icon("link"), t("linkBox")), form, error);
  nameButton();
}

function nameButton() {
  byId("link-open").textContent = t("openLinkAs", nameOf(person(world.me)));
}

export function setUpLinkBox() {
  on("language", render);
  on("state choice", () => (byId("link-open") ? nameButton() : render()));
}
