/** What a message carries besides words: pictures, files, contacts, places, stickers, polls. */

import { copyText } from "./dialogs.js";
import { button, el, twoLines } from "./dom.js";
import { icon } from "./icons.js";
import { face } from "./people.js";
import { photo } from "./photos.js";
import { currentLanguage, t } from "./words.js";
import { nameOf, person } from "./world.js";

const UNITS = ["byte", "kilobyte", "megabyte"];

/** Null for a message of words only. */
export function media(message) {
  if (message.photo) return photo(message);
  if (message.sticker) return sticker(message);
  if (message.contact) return contact(message.contact);
  if (message.venue ?? message.location) return place(message);
  if (message.poll) return poll(message.poll);
  const file = message.document ?? message.animation ?? message.video ?? message.audio ?? message.voice;
  return file ? download(file, message._.files[file.file_id]) : null;
}

function sizeOf(bytes) {
  const step = bytes >= 1 << 20 ? 2 : bytes >= 1 << 10 ? 1 : 0;
  const options = { style: "unit", unit: UNITS[step], maximumFractionDigits: step };
  return new Intl.NumberFormat(currentLanguage(), options).format(bytes / (1 << (10 * step)));
}

function download(file, url) {
  const name = file.file_name ?? t("kind_document");
  const size = file.file_size === undefined ? "" : sizeOf(file.file_size);
  const attributes = { class: "attached", href: url, download: name, "aria-label": t("downloadFile", name) };
  return el("a", attributes, el("span", { class: "attached-icon" }, icon("download")), twoLines(name, size));
}

function contact(card) {
  const user = person(card.user_id) ?? {
    id: card.user_id ?? 0,
    first_name: card.first_name,
    last_name: card.last_name,
  };
  const phone = card.phone_number.startsWith("+") ? card.phone_number : `+${card.phone_number}`;
  const copy = () => copyText(phone);
  return button({ class: "attached", title: t("copy"), onclick: copy }, face(user), twoLines(nameOf(card), phone));
}

function place({ venue, location }) {
  const { latitude, longitude } = location ?? venue.location;
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const words = twoLines(venue?.title ?? t("kind_location"), venue?.address ?? where);
  const pin = el("span", { class: "attached-icon" }, icon("place"));
  return button({ class: "attached", title: t("copy"), onclick: () => copyText(where) }, pin, words);
}

function sticker({ sticker: { file_id: file, emoji }, _: { files } }) {
  const alt = emoji ?? t("kind_sticker");
  return el("div", { class: "sticker" }, files[file] ? el("img", { src: files[file], alt }) : alt);
}

function poll({ question, options, total_voter_count: votes = 0 }) {
  const meter = (text, value) => el("meter", { min: "0", max: String(Math.max(votes, 1)), value, "aria-label": text });
  const option = ({ text, voter_count: count = 0 }) => el("li", {}, el("span", {}, text), meter(text, count));
  const list = el("ul", {}, options.map(option));
  return el("div", { class: "poll" }, el("b", {}, question), list, el("small", {}, t("pollShown")));
}
