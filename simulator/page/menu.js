/** A small menu beside a button: arrows move, Enter chooses, Escape or a click elsewhere closes it. */

import { button, el, moveFocus } from "./dom.js";
import { icon } from "./icons.js";

const GAP = 6;
let current = null;

/** `items`: `{label, act, note?, icon?, lead?, checked?}`. `lead` is a ready node shown in place of an icon. */
export function openMenu(anchor, items, label) {
  closeMenu();
  const node = el(
    "div",
    { class: "menu", role: "menu", "aria-label": label, onkeydown: steer },
    el("p", { class: "menu-title" }, label),
    items.map(entry),
  );
  (anchor.closest("dialog") ?? document.body).append(node);
  place(node, anchor.getBoundingClientRect());
  current = { node, anchor };
  anchor.setAttribute("aria-expanded", "true");
  (node.querySelector("[aria-checked=true]") ?? node.querySelector("[role^=menuitem]")).focus();
}

function entry(item) {
  const choose = () => {
    closeMenu();
    item.act();
  };
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return button(
    { role, "aria-checked": item.checked === undefined ? null : String(item.checked), tabindex: "-1", onclick: choose },
    item.lead ?? (item.icon && icon(item.icon)),
    el("span", { class: "who" }, el("span", {}, item.label), item.note && el("small", {}, item.note)),
  );
}

/** Below the anchor if there is room, above otherwise; never outside the window. */
function place(node, around) {
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = around.bottom + GAP;
  const top = below + height <= innerHeight - GAP ? below : Math.max(GAP, around.top - GAP - height);
  const left = Math.max(GAP, Math.min(around.left, innerWidth - width - GAP));
  node.style.setProperty("top", `${top}px`);
  node.style.setProperty("left", `${left}px`);
}

function steer(event) {
  if (moveFocus(event, [...current.node.querySelectorAll("[role^=menuitem]")])) return;
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  }
}

/** True when there was a menu to close. */
export function closeMenu() {
  if (!current) return false;
  const { node, anchor } = current;
  current = null;
  node.remove();
  anchor.removeAttribute("aria-expanded");
  if (anchor.isConnected) anchor.focus({ preventScroll: true });
  return true;
}

export function setUpMenus() {
  document.addEventListener("pointerdown", (event) => current && !current.node.contains(event.target) && closeMenu());
  window.addEventListener("resize", closeMenu);
}
