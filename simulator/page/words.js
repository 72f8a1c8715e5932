/** What the interface says, in the language chosen on the page: the person being played may speak another. */

import { en } from "./words-en.js";
import { ru } from "./words-ru.js";
import { recall, remember } from "./memory.js";
import { emit } from "./world.js";

const LANGUAGES = { ru, en };

let language = recall("language", firstLanguage());

/** The browser's first language that there are words for; Russian otherwise. */
function firstLanguage() {
  const preferred = (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2));
  return preferred.find((tag) => tag in LANGUAGES) ?? "ru";
}

export function currentLanguage() {
  return language;
}

export function switchLanguage(tag) {
  language = tag;
  remember("language", tag);
  translatePage();
  emit("language");
}

/** The text under this key; some are functions of what they speak about. */
export function t(key, ...values) {
  const text = LANGUAGES[language][key];
  if (text === undefined) throw new Error(`no words for "${key}" in ${language}`);
  return typeof text === "function" ? text(...values) : text;
}

/** `data-word` fills an element of index.html, `data-word-label` names it for a screen reader and as a tooltip. */
export function translatePage() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
  for (const node of document.querySelectorAll("[data-word-placeholder]")) {
    node.placeholder = t(node.dataset.wordPlaceholder);
  }
  for (const node of document.querySelectorAll("[data-word-label]")) {
    node.setAttribute("aria-label", t(node.dataset.wordLabel));
    if (node.matches("button")) node.title = t(node.dataset.wordLabel);
  }
}

const formats = new Map();

/** The reader's own variety of the language: who reads English in Britain expects no AM and PM. */
function locale() {
  const own = (navigator.languages ?? [navigator.language]).find((tag) => tag.startsWith(`${language}-`));
  return own ?? (language === "en" ? "en-GB" : language);
}

/** Dates as the reader's language writes them. `options`: those of Intl.DateTimeFormat. */
export function formatDate(date, options) {
  const key = language + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), options));
  return formats.get(key).format(date);
}

export function hoursAndMinutes(unixSeconds) {
  return formatDate(new Date(unixSeconds * 1000), { hour: "2-digit", minute: "2-digit" });
}
