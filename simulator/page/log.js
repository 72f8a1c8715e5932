/** Every call of the bot as it comes, the newest on top; a row opens to what was asked and what was answered. */

import { api } from "./api.js";
import { callRow } from "./callrow.js";
import { tried } from "./dialogs.js";
import { button, byId, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { recall, remember } from "./memory.js";
import { t } from "./words.js";
import { emit, keepCall, on, world } from "./world.js";

const ROWS = 200; // drawn at once; the filter looks through all that are kept
const FETCHED = 300;

let paused = null; // the number of the last call shown when the log was stopped
let cleared = 0; // calls up to this number have been swept away
let filter = recall("log", { text: "", polls: false, errors: false });

function lastNumber() {
  return world.calls.at(-1)?.n ?? 0;
}

function passes(entry) {
  if (entry.n <= cleared || (paused !== null && entry.n > paused)) return false;
  if (!filter.polls && entry.method.toLowerCase() === "getupdates" && entry.ok) return false;
  if (filter.errors && entry.ok) return false;
  return entry.method.toLowerCase().includes(filter.text.toLowerCase());
}

function renderRows() {
  const rows = world.calls.filter(passes).slice(-ROWS).reverse();
  fill(byId("log-rows"), rows.length ? rows.map(callRow) : el("p", { class: "faint" }, t("logEmpty")));
}

function arrived(entry) {
  const box = byId("log-rows");
  if (!box || !passes(entry) || box.querySelector(`[data-n="${entry.n}"]`)) return;
  box.querySelector("p")?.remove();
  box.prepend(callRow(entry));
  if (box.children.length > ROWS) box.lastElementChild.remove();
}

function setFilter(change) {
  filter = { ...filter, ...change };
  remember("log", filter);
  renderRows();
}

function togglePause() {
  paused = paused === null ? lastNumber() : null;
  renderPause();
  renderRows();
}

function renderPause() {
  const toggle = byId("log-pause");
  toggle.setAttribute("aria-pressed", String(paused !== null));
  toggle.setAttribute("aria-label", t(paused === null ? "pause" : "resume"));
  toggle.title = t(paused === null ? "pause" : "resume");
  fill(toggle, icon(paused === null ? "pause" : "play"));
}

function sweep() {
  cleared = lastNumber();
  renderRows();
}

function check(name, word) {
  const input = el("input", {
    type: "checkbox",
    checked: filter[name],
    onchange: () => setFilter({ [name]: input.checked }),
  });
  return el("label", { class: "check" }, input, t(word));
}

function render() {
  const text = el("input", {
    class: "field",
    type: "search",
    value: filter.text,
    placeholder: t("logFilter"),
    "aria-label": t("logFilter"),
    oninput: () => setFilter({ text: text.value }),
  });
  fill(
    byId("log"),
    el(
      "h3",
      {},
      icon("log"),
      t("log"),
      el("span", { class: "grow" }),
      button({ id: "log-pause", class: "round small", onclick: togglePause }),
      button({ class: "quiet", onclick: sweep }, t("logClear")),
    ),
    el("div", { class: "log-filter" }, text, check("errors", "onlyErrors"), check("polls", "withPolls")),
    el("div", { id: "log-rows", class: "log-rows" }),
  );
  renderPause();
  renderRows();
}

/** After a reset the numbers begin anew, so what is kept here is thrown away first. */
export async function fetchCalls() {
  const answer = await tried(() => api.calls(FETCHED));
  if (!answer) return;
  world.calls = [];
  answer.calls.forEach(keepCall);
  if (answer.last < cleared) cleared = 0;
  if (paused !== null && answer.last < paused) paused = null;
  emit("calls");
}

export function setUpLog() {
  render();
  on("language", render);
  on("call", arrived);
  on("calls", () => (renderPause(), renderRows()));
}
