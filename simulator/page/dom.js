/** Elements without innerHTML: what people and bots typed reaches the page as text nodes only. */

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "textContent", "placeholder", "open"]);

/**
 * A DOM element. Attributes that are null, undefined or false are left out; `onclick: f` listens; `style` takes an
 * object.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) assign(node, name, value);
  node.append(...children.flat().filter(isShown));
  return node;
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false;
}

function assign(node, name, value) {
  if (!isShown(value)) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "style") for (const [key, item] of Object.entries(value)) node.style.setProperty(key, item);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** A button that does nothing of its own in a form. */
export function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}

/** Two lines: what it is, and a word about it. */
export function twoLines(name, note) {
  return el("span", { class: "who" }, el("b", {}, name), el("small", {}, note));
}

const FOCUSABLE = "button, a[href], input, select, textarea, summary";

/** New children for a node. The focus is not lost with what stood there: it goes to what stands in its place. */
export function fill(node, ...children) {
  const place = [...node.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  node.replaceChildren(...children.flat().filter(isShown));
  if (place >= 0) node.querySelectorAll(FOCUSABLE)[place]?.focus({ preventScroll: true });
}

export function byId(id) {
  return document.getElementById(id);
}

/** The one way that markup gets in: `_.html` of a message, which the server has rendered from entities and escaped. */
export function fromServerHtml(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const link of template.content.querySelectorAll("a[href]")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  for (const command of template.content.querySelectorAll("[data-command]")) {
    command.tabIndex = 0;
    command.setAttribute("role", "button");
  }
  return template.content;
}

/** Fluent arrow keys among siblings: ↑↓ (or ←→) move the focus, Home and End jump. */
export function moveFocus(event, items, { horizontal = false } = {}) {
  const [back, on] = horizontal ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const index = items.indexOf(document.activeElement);
  const target = { [back]: index - 1, [on]: index + 1, Home: 0, End: items.length - 1 }[event.key];
  if (target === undefined || index < 0 || event.altKey || event.ctrlKey || event.metaKey) return false;
  event.preventDefault();
  items[Math.max(0, Math.min(items.length - 1, target))]?.focus();
  return true;
}
