/** Buttons under a bubble. A pressed one stays pressed until the bot has answered, even when it is drawn anew. */

import { api } from "./api.js";
import { copyText, toast, tried } from "./dialogs.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { follow, shareDialog } from "./links.js";
import { t } from "./words.js";
import { emit, world } from "./world.js";

const ANSWER_WAIT = 10; // seconds, after which a press is shown as unanswered

const pressed = new Set();

export function inlineKeyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const line = (buttons, row) =>
    el(
      "div",
      { class: "keys-row" },
      buttons.map((button, column) => key(message, button, row, column)),
    );
  return el("div", { class: "keys", role: "group", "aria-label": t("buttons") }, rows.map(line));
}

function key(message, button, row, column) {
  const spot = `${message.chat.id}:${message.message_id}:${row}:${column}:${button.callback_data ?? ""}`;
  const shared = {
    class: `key ${button.style ? `key-${button.style}` : ""} ${pressed.has(spot) ? "key-pressed" : ""}`,
    "data-key": `${row}:${column}`,
    "aria-busy": pressed.has(spot) ? "true" : null,
  };
  const url = button.url ?? button.login_url?.url;
  if (url) return linkKey(shared, button.text, url);
  const act = action(message, button, spot);
  return el(
    "button",
    { ...shared, type: "button", disabled: Boolean(message._?.deleted), onclick: act.press },
    button.text,
    act.icon && icon(act.icon),
  );
}

function linkKey(shared, text, url) {
  const click = (event) => follow(url) && event.preventDefault();
  return el(
    "a",
    { ...shared, href: url, target: "_blank", rel: "noopener noreferrer", onclick: click },
    text,
    icon("external"),
  );
}

function action(message, button, spot) {
  if (button.callback_data !== undefined) return { press: () => tap(message, button, spot) };
  if (button.copy_text) return { icon: "copy", press: () => copyText(button.copy_text.text) };
  const here = button.switch_inline_query_current_chat;
  if (here !== undefined) return { icon: "spark", press: () => emit("insert", `@${world.bot.username} ${here}`) };
  const elsewhere = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
  if (elsewhere !== undefined) return { icon: "share", press: () => shareDialog(elsewhere) };
  return { press: () => toast(t("unsupportedButton")) };
}

async function tap(message, button, spot) {
  if (pressed.has(spot)) return;
  mark(message, spot, true);
  const press = {
    from: world.me,
    chat: message.chat.id,
    message_id: message.message_id,
    data: button.callback_data,
    wait: ANSWER_WAIT,
  };
  const answer = await tried(() => api.tap(press));
  mark(message, spot, false);
  if (answer && !answer.answered) toast(t("unanswered"), "error");
}

/** The message is drawn again, because the bot may have edited it while the press was waiting. */
function mark(message, spot, on) {
  if (on) pressed.add(spot);
  else pressed.delete(spot);
  emit("redraw", { chat: message.chat.id, id: message.message_id });
}
