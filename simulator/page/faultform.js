/** A fault of one's own making: which call, what happens to it, how often. */

import { api } from "./api.js";
import { tried } from "./dialogs.js";
import { el } from "./dom.js";
import { t } from "./words.js";

const METHODS = ["*", "sendMessage", "sendPhoto", "editMessageText", "answerCallbackQuery", "getUpdates"];
const NUMBERS = ["code", "retry_after", "seconds", "count", "skip", "chat"];
const ALWAYS = ["method", "kind", "count", "skip", "chat"];
const FIELDS_OF = {
  status: ["code", "description", "retry_after"],
  reset: ["after"],
  delay: ["seconds"],
  timeout: ["seconds"],
};

/** What the form says; an empty field is left out, an empty count means "until taken away". */
function typed(form) {
  const fault = { count: null };
  for (const [name, value] of new FormData(form)) {
    const belongs = [...ALWAYS, ...FIELDS_OF[form.kind.value]].includes(name);
    if (belongs && value !== "") fault[name] = NUMBERS.includes(name) ? Number(value) : value;
  }
  return fault.after ? { ...fault, after: true } : fault;
}

async function submit(event) {
  event.preventDefault();
  await tried(() => api.addFault(typed(event.target)));
}

function labelled(name, field) {
  return el("label", { class: "labelled", "data-field": name }, el("span", {}, t(`fault_${name}`)), field);
}

function input(name, attributes = {}) {
  const type = NUMBERS.includes(name) ? "number" : "text";
  return labelled(name, el("input", { class: "field", name, type, step: "any", ...attributes }));
}

/** Only the fields that belong to the chosen kind are shown. */
function showFields(form) {
  for (const name of new Set(Object.values(FIELDS_OF).flat())) {
    form.querySelector(`[data-field=${name}]`).hidden = !FIELDS_OF[form.kind.value].includes(name);
  }
}

function kinds() {
  const options = Object.keys(FIELDS_OF).map((value) => el("option", { value }, t(`faultKind_${value}`)));
  return labelled("kind", el("select", { class: "field", name: "kind" }, options));
}

function after() {
  const box = el("input", { type: "checkbox", name: "after", value: "1" });
  return el("label", { class: "check", "data-field": "after" }, box, t("fault_after"));
}

export function faultForm() {
  const methods = METHODS.map((value) => el("option", { value }));
  const form = el(
    "form",
    { class: "fault-form", onsubmit: submit, onchange: () => showFields(form) },
    input("method", { list: "fault-methods", value: "sendMessage", required: true }),
    el("datalist", { id: "fault-methods" }, methods),
    kinds(),
    input("code", { value: 500, min: 400, max: 599 }),
    input("description", { placeholder: "Internal Server Error" }),
    input("retry_after", { min: 1 }),
    input("seconds", { value: 5, min: 0 }),
    after(),
    input("count", { value: 1, min: 1, placeholder: t("faultForever") }),
    input("skip", { min: 0, placeholder: "0" }),
    input("chat"),
    el("button", { type: "submit", class: "button" }, t("faultAdd")),
  );
  showFields(form);
  return el("details", { class: "own-fault" }, el("summary", {}, t("faultOwn")), form);
}
