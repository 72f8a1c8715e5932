/** One call in the log: a line, and on demand what was asked and what was answered. */

import { el } from "./dom.js";
import { formatDate, t } from "./words.js";

const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
const LONGEST_HINT = 80;

export function callRow(entry) {
  const head = el(
    "summary",
    {},
    el("time", {}, formatDate(new Date(entry.at), TIME)),
    el("b", {}, entry.method),
    el("span", { class: "hint" }, hint(entry)),
    el("span", { class: "status" }, entry.status ? String(entry.status) : t("cutOff")),
    el("small", {}, `${Math.round(entry.ms)} ${t("ms")}`),
  );
  const kind = `call ${entry.ok ? "" : "call-failed"}`;
  const node = el("details", { class: kind, "data-n": entry.n, ontoggle: () => unfold(node, entry) }, head);
  return node;
}

/** A few words of the call, so that most rows need not be opened. */
function hint({ params, description, ok }) {
  if (!ok) return description ?? "";
  const words = String(params?.text ?? params?.caption ?? params?.action ?? params?.data ?? "");
  const marked = String(params?.parse_mode).toLowerCase() === "html";
  return (marked ? words.replace(/<[^>]*>/g, "") : words).slice(0, LONGEST_HINT);
}

/** The JSON is written only when it is looked at. */
function unfold(node, { params, ok, result, description }) {
  if (!node.open || node.querySelector("pre")) return;
  const part = (word, value) => {
    const json = JSON.stringify(value, null, 2) ?? "";
    return [el("h4", {}, t(word)), el("pre", { tabindex: "0" }, json)];
  };
  node.append(...part("params", params ?? {}), ...part("answer", ok ? result : description));
}
