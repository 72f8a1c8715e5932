/** Where the reader is: at the bottom it stays there as messages come; further up it stays put, and a button counts. */

import { byId, fill } from "./dom.js";
import { icon } from "./icons.js";
import { isChatVisible } from "./layout.js";
import { markRead, unreadIn } from "./unread.js";
import { t } from "./words.js";
import { on, openChat, world } from "./world.js";

const NEAR = 60; // pixels from the end that still count as the end

let atBottom = true;
let last = { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };

function box() {
  return byId("scroller");
}

export function toBottom() {
  atBottom = true;
  box().scrollTop = box().scrollHeight;
  seen();
}

/** Runs `draw`, which may change everything above and below, and keeps the same lines before the reader's eyes. */
export function keepPlace(draw) {
  const fromEnd = box().scrollHeight - box().scrollTop;
  draw();
  if (atBottom) toBottom();
  else box().scrollTop = box().scrollHeight - fromEnd;
}

export function scrollTo(node) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  node.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  node.classList.add("flash");
  node.addEventListener("animationend", () => node.classList.remove("flash"), { once: true });
}

/** Only the reader's move upwards leaves the end: a late scroll event of a list that has grown or shrunk does not. */
function scrolled() {
  const { scrollHeight, scrollTop, clientHeight } = box();
  const moved = scrollHeight === last.scrollHeight && clientHeight === last.clientHeight;
  if (scrollHeight - scrollTop - clientHeight < NEAR) atBottom = true;
  else if (scrollTop < last.scrollTop && moved) atBottom = false;
  last = { scrollTop, scrollHeight, clientHeight };
  seen();
}

/** What is at the end of an open chat has been read by the one who is being played. */
function seen() {
  const chat = openChat();
  if (chat && atBottom && isChatVisible()) markRead(world.me, chat);
  renderButton(chat);
}

function renderButton(chat) {
  const count = chat ? unreadIn(world.me, chat) : 0;
  const button = byId("to-bottom");
  button.hidden = atBottom;
  button.setAttribute("aria-label", t("toBottom", count));
  fill(button, icon("down"), count ? String(count) : null);
}

export function setUpScroll() {
  box().addEventListener("scroll", scrolled, { passive: true });
  byId("to-bottom").addEventListener("click", toBottom);
  on("message screen delete state language", seen);
  const follow = new ResizeObserver(() => (atBottom ? toBottom() : renderButton(openChat())));
  follow.observe(box());
  follow.observe(byId("messages"));
}
