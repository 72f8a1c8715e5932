/** Switches that make this Telegram misbehave, to see how the bot bears it. */

import { api } from "./api.js";
import { tried } from "./dialogs.js";
import { button, byId, el, fill } from "./dom.js";
import { faultForm } from "./faultform.js";
import { icon } from "./icons.js";
import { t } from "./words.js";
import { on, world } from "./world.js";

const READY = [
  ["faultFlood", { method: "sendMessage", kind: "status", code: 429, retry_after: 5, count: 1 }],
  ["faultGateway", { method: "*", kind: "status", code: 502, count: 3 }],
  ["faultLost", { method: "sendMessage", kind: "reset", after: true, count: 1 }],
  ["faultSlow", { method: "*", kind: "delay", seconds: 5, count: 5 }],
];

function describe({ method, kind, code, description, seconds, count, chat }) {
  const much = kind === "delay" ? ` ${seconds} ${t("seconds")}` : "";
  const what = kind === "status" ? `${code} ${description}` : t(`faultKind_${kind}`) + much;
  const where = chat === null || chat === undefined ? "" : ` · ${chat}`;
  const left = el("small", {}, count === null ? "∞" : `×${count}`);
  return el("li", {}, el("code", {}, method), el("span", {}, what + where), left);
}

function flood() {
  const flip = () => tried(() => api.limits({ flood: !world.flood }));
  const words = el("span", {}, t("floodLimits"), el("small", {}, t("floodNote")));
  const attributes = { class: "switch", role: "switch", "aria-checked": String(world.flood), onclick: flip };
  return button(attributes, words, el("i", { "aria-hidden": true }));
}

function renderActive() {
  const { faults } = world;
  const list = el("ul", { class: "active-faults" }, faults.map(describe));
  const clear = button({ class: "quiet", onclick: () => tried(api.clearFaults) }, t("faultsClear"));
  fill(byId("faults-active"), faults.length ? [list, clear] : []);
  fill(byId("faults-flood"), flood());
  byId("faults-count").textContent = faults.length + world.flood || "";
}

function render() {
  const open = byId("faults").querySelector(".fold")?.open ?? false;
  const count = el("span", { id: "faults-count", class: "count" });
  const ready = ([word, fault]) =>
    button({ class: "button plain", onclick: () => tried(() => api.addFault(fault)) }, t(word));
  fill(
    byId("faults"),
    el(
      "details",
      { class: "fold", open },
      el("summary", {}, el("h3", {}, icon("bolt"), t("faults"), count)),
      el("div", { id: "faults-flood" }),
      el("div", { class: "ready" }, READY.map(ready)),
      el("div", { id: "faults-active", "aria-live": "polite" }),
      faultForm(),
    ),
  );
  renderActive();
}

export function setUpFaults() {
  on("language", render);
  on("state", () => (byId("faults-active") ? renderActive() : render()));
  on("faults", renderActive);
}
