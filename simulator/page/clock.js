/** The clock of this world, which the bot follows too. */

import { api } from "./api.js";
import { tried } from "./dialogs.js";
import { button, byId, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { currentLanguage, formatDate, t } from "./words.js";
import { on, world } from "./world.js";

const HOUR = 3600;
const STEPS = [
  ["plusHour", HOUR],
  ["plusDay", 24 * HOUR],
  ["plusWeek", 7 * 24 * HOUR],
];
const MOST_MOMENTS = 6;
const ON_TIME = 2; // seconds of offset that are no offset

/** The world's time now: what the server said last, and the seconds that have passed since. */
export function now() {
  return new Date(Date.parse(world.clock.now) + performance.now() - world.clock.heardAt);
}

/** True while the bot has not yet said that it has lived through everything up to this turn. */
function isCatchingUp() {
  return world.clock.version > (world.clock.reached ?? 0);
}

function turn(body) {
  return tried(() => api.turnClock(body));
}

/** "+1 day 2 h": the two largest units of the difference from the machine's clock. */
function offsetText() {
  const seconds = Math.abs(Math.round(world.clock.offset));
  if (seconds < ON_TIME) return t("onTime");
  const units = [
    ["day", Math.floor(seconds / (24 * HOUR))],
    ["hour", Math.floor(seconds / HOUR) % 24],
    ["minute", Math.floor(seconds / 60) % 60],
    ["second", seconds % 60],
  ];
  const format = (unit, value) =>
    new Intl.NumberFormat(currentLanguage(), { style: "unit", unit, unitDisplay: "short" }).format(value);
  const said = units
    .filter(([, value]) => value)
    .slice(0, 2)
    .map(([unit, value]) => format(unit, value));
  return t(world.clock.offset > 0 ? "ahead" : "behind", said.join(" "));
}

function stepButton([word, seconds]) {
  return button({ class: "button plain", onclick: () => turn({ advance: seconds }) }, t(word));
}

function momentButton({ id, title, at }) {
  const name = typeof title === "string" ? title : (title[currentLanguage()] ?? title.ru);
  const when = formatDate(new Date(at), { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  return button(
    { class: "moment", "data-moment": id, onclick: () => turn({ to: at }) },
    el("b", {}, name),
    el("small", {}, when),
  );
}

/** How far the clock has been turned; a press brings real time back. */
function offset() {
  if (Math.abs(world.clock.offset) < ON_TIME) return el("small", {}, offsetText());
  const attributes = {
    type: "button",
    class: "quiet offset",
    title: t("toRealTime"),
    "aria-label": `${offsetText()}. ${t("toRealTime")}`,
    onclick: () => turn({ to: new Date().toISOString() }),
  };
  return el("button", attributes, offsetText(), icon("close"));
}

function title() {
  const dots = el("span", { class: "catching-up", role: "status" }, t("catchingUp"), el("i", {}, "…"));
  return el("h3", {}, icon("clock"), t("clock"), isCatchingUp() && dots);
}

function render() {
  const moments = (world.clock.moments ?? []).filter(({ at }) => Date.parse(at) > now()).slice(0, MOST_MOMENTS);
  const none = el("p", { class: "faint" }, t("noMoments"));
  fill(
    byId("clock"),
    title(),
    el("p", { class: "time" }, el("time", { id: "clock-time" }), offset()),
    el("p", { class: "date", id: "clock-date" }),
    el("div", { class: "steps" }, STEPS.map(stepButton)),
    el("div", { class: "moments" }, moments.length ? moments.map(momentButton) : none),
  );
  tick();
}

function tick() {
  if (!world.clock || !byId("clock-time")) return;
  byId("clock-time").textContent = formatDate(now(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  byId("clock-date").textContent = formatDate(now(), {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

export function setUpClock() {
  on("state clock language", render);
  setInterval(tick, 1000);
}
