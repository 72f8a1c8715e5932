/** Toasts that pass, and dialogs that wait: alerts of the bot, questions, pictures. */

import { button, byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

const TOAST_MS = { bot: 4500, error: 6000, note: 2800 };
const TOASTS_AT_ONCE = 3;

/** `kind`: "bot" (an answer to a press), "note" (the page's own word) or "error". */
export function toast(text, kind = "note") {
  const node = el("p", { class: `toast toast-${kind}` }, text);
  const box = byId("toasts");
  box.append(node);
  if (box.children.length > TOASTS_AT_ONCE) box.firstElementChild.remove();
  setTimeout(() => node.remove(), TOAST_MS[kind]);
}

/** Runs `action`; what the simulator refuses is shown in its own words. Undefined after a refusal. */
export async function tried(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message || t("failed"), "error");
    return undefined;
  }
}

/** A modal dialog: Escape and a click beside it close it. Returns its element; `close` of it is DOM's own. */
export function dialog(label, className, ...content) {
  const shut = button(
    { class: "round dialog-close", "aria-label": t("close"), onclick: () => node.close() },
    icon("close"),
  );
  const node = el("dialog", { class: className, "aria-label": label }, shut, content);
  node.addEventListener("click", (event) => event.target === node && node.close());
  node.addEventListener("close", () => node.remove());
  document.body.append(node);
  node.showModal();
  return node;
}

/** What answerCallbackQuery(show_alert) shows: a text and one button. */
export function alertOfBot(title, text) {
  const ok = button({ class: "button", autofocus: true, onclick: () => node.close() }, t("ok"));
  const node = dialog(
    title,
    "card-dialog alert",
    el("h2", {}, title),
    el("p", { class: "alert-text" }, text),
    el("div", { class: "actions" }, ok),
  );
  return node;
}

export function confirmed(title, text, yes) {
  return new Promise((resolve) => {
    const answer = (value) => () => {
      resolve(value);
      node.close();
    };
    const node = dialog(
      title,
      "card-dialog",
      el("h2", {}, title),
      el("p", {}, text),
      el(
        "div",
        { class: "actions" },
        button({ class: "quiet", onclick: answer(false) }, t("cancel")),
        button({ class: "button danger", onclick: answer(true) }, yes),
      ),
    );
    node.addEventListener("close", () => resolve(false));
  });
}

/** Copies, and says so. Where the clipboard is refused, the text is shown to be copied by hand. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copied", text));
  } catch {
    const field = el("textarea", { class: "field", rows: "3", readonly: true, value: text });
    dialog(t("copyByHand"), "card-dialog", el("h2", {}, t("copyByHand")), field);
    field.select();
  }
}
