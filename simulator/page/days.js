/** Days in a conversation: a turned clock makes them pass quickly, so each is announced. */

import { el } from "./dom.js";
import { formatDate } from "./words.js";

export function isSameDay(one, other) {
  return new Date(one.date * 1000).toDateString() === new Date(other.date * 1000).toDateString();
}

export function day(message) {
  const date = new Date(message.date * 1000);
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
  return el(
    "div",
    { class: "day" },
    el("span", {}, formatDate(date, { weekday: "long", day: "numeric", month: "long", ...year })),
  );
}
