/** Pictures, and the codes on them: a press on a QR code is a phone's camera held over it. */

import { copyText, dialog } from "./dialogs.js";
import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { openStart, openStartAs, startPayload } from "./links.js";
import { t } from "./words.js";
import { nameOf, person, world } from "./world.js";

const WIDEST = 456; // pixels: what is left of the widest bubble

export function photo(message) {
  const best = message.photo.reduce((one, other) => (other.width > one.width ? other : one));
  const picture = {
    url: message._.files[best.file_id],
    alt: message.caption ?? t("kind_photo"),
    ratio: best.width / best.height,
    codes: message._.codes,
  };
  const image = el("img", { src: picture.url, alt: picture.alt, draggable: "false" });
  const style = { "--ratio": picture.ratio, "--width": `${Math.min(best.width, WIDEST)}px` };
  const open = button({ class: "photo-open", "aria-label": t("enlarge"), onclick: () => enlarge(picture) }, image);
  return el(
    "div",
    { class: "photo", style },
    open,
    picture.codes.map((code) => codeOn(code)),
  );
}

/** The picture as large as the window lets it; the codes stay alive on it. */
function enlarge({ url, alt, ratio, codes }) {
  const boxes = codes.map((code) => codeOn(code, () => node.close()));
  const style = { "--ratio": ratio };
  const node = dialog(
    alt,
    "lightbox",
    el("div", { class: "photo lightbox-photo", style }, el("img", { src: url, alt }), boxes),
  );
  node.addEventListener("click", (event) => !event.target.closest("button") && node.close());
}

/** `done` is called before anything is opened, so that a dialog around the picture can close. */
function codeOn(code, done = () => {}) {
  const [left, top, width, height] = code.box.map((part) => `${part * 100}%`);
  const style = { left, top, width, height };
  const payload = startPayload(code.text);
  return payload ? linkCode(payload, style, done) : plainCode(code.text, style, done);
}

function plainCode(text, style, done) {
  const copy = () => (done(), copyText(text));
  return button({ class: "code", style, title: text, "aria-label": t("copyCode", text), onclick: copy });
}

function linkCode(payload, style, done) {
  const open = () => (done(), openStart(payload));
  const openAs = (event) => {
    event.preventDefault();
    event.stopPropagation();
    openStartAs(event.currentTarget, payload, done);
  };
  const name = t("openQrAs", nameOf(person(world.me)));
  const more = { class: "code-more", "aria-haspopup": "menu", title: t("openAs"), "aria-label": t("openAs") };
  return el(
    "div",
    { class: "code-link", style, "data-payload": payload },
    button({ class: "code", title: t("openQr"), "aria-label": name, onclick: open, oncontextmenu: openAs }),
    button({ ...more, onclick: openAs }, icon("people")),
  );
}
