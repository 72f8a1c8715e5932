/** What can be sent besides words: a picture, a file, one's own contact or somebody else's, a sticker. */

import { api } from "./api.js";
import { tried } from "./dialogs.js";
import { button, byId, el, fill, twoLines } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { peopleItems } from "./people.js";
import { destination } from "./topics.js";
import { t } from "./words.js";
import { on, world } from "./world.js";

let attached = null; // {kind: "photo"|"document", file, url}

export function dropAttachment() {
  if (attached) URL.revokeObjectURL(attached.url);
  attached = null;
  render();
}

/** The call that will send what is attached with this caption; null when nothing is. The composer has it no longer. */
export function takeAttachment(to, caption) {
  if (!attached) return null;
  const { kind, file } = attached;
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...to, caption })) if (value !== "") form.append(name, value);
  form.append("file", file, file.name);
  dropAttachment();
  return () => api[kind](form);
}

function attach(file, kind = file.type.startsWith("image/") ? "photo" : "document") {
  dropAttachment();
  attached = { kind, file, url: URL.createObjectURL(file) };
  render();
  byId("composer-text").focus();
}

function render() {
  const bar = byId("attachment");
  bar.hidden = !attached;
  if (!attached) return fill(bar);
  const preview = attached.kind === "photo" ? el("img", { class: "thumb", src: attached.url, alt: "" }) : icon("file");
  const drop = button({ class: "round small", "aria-label": t("dropFile"), onclick: dropAttachment }, icon("close"));
  const hint = t(attached.kind === "photo" ? "captionPhoto" : "captionFile");
  return fill(bar, preview, twoLines(attached.file.name, hint), drop);
}

function pick(kind) {
  const input = el("input", { type: "file", accept: kind === "photo" ? "image/*" : null });
  input.addEventListener("change", () => input.files[0] && attach(input.files[0], kind));
  input.click();
}

function contactOf(one) {
  const { id: user_id, phone, first_name } = one;
  return tried(() => api.contact({ ...destination(), user_id, phone, first_name }));
}

function openAttachMenu() {
  const others = () => openMenu(byId("attach"), peopleItems(contactOf, { except: world.me }), t("whoseContact"));
  const items = [
    { icon: "photo", label: t("attachPhoto"), act: () => pick("photo") },
    { icon: "file", label: t("attachFile"), act: () => pick("document") },
    { icon: "phone", label: t("ownContact"), act: () => tried(() => api.contact(destination())) },
    { icon: "contact", label: t("othersContact"), note: t("othersContactNote"), act: others },
    { icon: "sticker", label: t("kind_sticker"), act: () => tried(() => api.sticker(destination())) },
  ];
  openMenu(byId("attach"), items, t("attach"));
}

/** A file may also be dropped onto the conversation or pasted into the field. */
function setUpDropping() {
  const chat = byId("chat");
  chat.addEventListener("dragover", (event) => event.preventDefault());
  for (const [type, files] of [
    ["drop", (event) => event.dataTransfer.files],
    ["paste", (event) => event.clipboardData.files],
  ]) {
    chat.addEventListener(type, (event) => {
      if (!files(event).length) return;
      event.preventDefault();
      attach(files(event)[0]);
    });
  }
}

export function setUpAttachments() {
  fill(byId("attach"), icon("attach"));
  byId("attach").addEventListener("click", openAttachMenu);
  setUpDropping();
  on("language", render);
}
