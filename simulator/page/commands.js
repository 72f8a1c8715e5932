/** The menu of commands that this person has been given: by the button, or by typing "/". */

import { byId, el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";
import { on, person, world } from "./world.js";

let chosen = 0;
let doing = { insert: () => {}, run: () => {} };

function field() {
  return byId("composer-text");
}

function box() {
  return byId("commands");
}

/** Those that begin with what has been typed; all of them for the button. */
function offered() {
  const typed = /^\/(\S*)$/.exec(field().value)?.[1].toLowerCase() ?? "";
  return (person(world.me)?.commands ?? []).filter(({ command }) => command.startsWith(typed));
}

/** True while Enter belongs to the menu, not to the message. */
export function isChoosingCommand() {
  return !box().hidden && offered().length > 0;
}

export function closeCommands() {
  box().hidden = true;
  byId("commands-toggle").setAttribute("aria-expanded", "false");
  field().removeAttribute("aria-activedescendant");
}

function openCommands() {
  box().hidden = false;
  byId("commands-toggle").setAttribute("aria-expanded", "true");
  chosen = 0;
  render();
}

function render() {
  if (box().hidden) return;
  const commands = offered();
  chosen = Math.max(0, Math.min(chosen, commands.length - 1));
  fill(box(), commands.length ? commands.map(option) : el("p", { class: "faint" }, t("noCommands")));
  field().setAttribute("aria-activedescendant", `command-${chosen}`);
  box().querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
}

function option({ command, description }, index) {
  const attributes = {
    id: `command-${index}`,
    role: "option",
    class: "command",
    "aria-selected": String(index === chosen),
    onclick: () => run(command),
  };
  return el("div", attributes, el("b", {}, `/${command}`), el("span", {}, description));
}

function run(command) {
  field().value = "";
  closeCommands();
  field().focus();
  doing.run(`/${command}`);
}

function typed() {
  if (/^\/\S*$/.test(field().value) && offered().length) openCommands();
  else closeCommands();
}

function move(step) {
  chosen = (chosen + step + offered().length) % offered().length;
  render();
}

const KEYS = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Enter: () => run(offered()[chosen].command),
  Tab: () => (doing.insert(`/${offered()[chosen].command} `), closeCommands()),
};

function steer(event) {
  if (box().hidden) return;
  const act = event.key === "Escape" ? closeCommands : offered().length && !event.shiftKey ? KEYS[event.key] : null;
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

function toggle() {
  if (!box().hidden) return closeCommands();
  openCommands();
  return field().focus();
}

/** `insert(text)` puts words into the field, `run(text)` sends them. */
export function setUpCommands(actions) {
  doing = actions;
  fill(byId("commands-toggle"), icon("slash"));
  byId("commands-toggle").addEventListener("click", toggle);
  field().addEventListener("keydown", steer);
  field().addEventListener("input", typed);
  box().addEventListener("pointerdown", (event) => event.preventDefault());
  on("state language", render);
}
