"""`reply_markup`, as strict as Telegram: what it takes, in what chat, and what it says otherwise."""

import re
from typing import Any

from simulator.errors import bad_request
from simulator.words.links import checked_link

Json = dict[str, Any]

MOST_BUTTONS = 100
STYLES = ("danger", "success", "primary")
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
KINDS_OF_VALUE = {  # the others are objects
    "url": str,
    "callback_data": str,
    "switch_inline_query": str,
    "switch_inline_query_current_chat": str,
    "pay": bool,
}
INLINE = "can't parse inline keyboard button: "
PRIVATE_ONLY = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}
USER_LINK = re.compile(r"tg://user/?\?id=\d+")


def check_markup(markup: Any, private: bool) -> Json | None:
    """The keyboard as it will hang under the message, None for an empty one. Raises ApiError."""
    if markup is None or markup == "":
        return None
    match markup:
        case {"inline_keyboard": rows}:
            kept = _rows(rows, "inline keyboard", lambda button: _inline_button(button, private))
            return {"inline_keyboard": kept} if kept else None
        case {"keyboard": rows}:
            kept = _rows(rows, "reply keyboard", lambda button: _reply_button(button, private))
            if not kept:
                raise bad_request("keyboard must be non-empty")
            return {**markup, "keyboard": kept}
        case {"remove_keyboard": True} | {"force_reply": True}:
            return dict(markup)
        case dict():
            return None
        case _:
            raise bad_request("object expected as reply markup")


def check_inline(markup: Any, private: bool) -> Json | None:
    """For edits, which take inline keyboards only."""
    checked = check_markup(markup, private)
    if checked is not None and "inline_keyboard" not in checked:
        raise bad_request("inline keyboard expected")
    return checked


def _rows(rows: object, what: str, check: Any) -> list[list[Json]]:
    if not isinstance(rows, list):
        raise bad_request(f"{what} must be of type Array")
    kept = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f"{what} row must be of type Array")
        if row:
            kept.append([check(button) for button in row])
    if sum(map(len, kept)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return kept


def _inline_button(button: object, private: bool) -> Json:
    if not isinstance(button, dict):
        raise bad_request(f"{INLINE}expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{INLINE}can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [action for action in ACTIONS if button.get(action) is not None]
    if not actions:
        raise bad_request(f"{INLINE}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{INLINE}exactly one action is expected, found {', '.join(actions)}")
    if button.get("style") not in (None, *STYLES):
        raise bad_request(f"{INLINE}invalid button style specified")
    _check_action(actions[0], button[actions[0]], private)
    return {key: value for key, value in button.items() if value is not None}


def _check_action(action: str, value: object, private: bool) -> None:
    if not isinstance(value, KINDS_OF_VALUE.get(action, dict)):
        raise bad_request(f'{INLINE}field "{action}" is of a wrong type')
    match action, value:
        case "callback_data", str() as data if not 1 <= len(data.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        case "url", str() as url:
            _check_url(url)
        case "copy_text", dict() as copied if not 1 <= len(str(copied.get("text", ""))) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "web_app", dict() as app:
            _check_web_app(str(app.get("url", "")), private)


def _check_web_app(url: str, private: bool) -> None:
    if not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    if not url.startswith("https://") or checked_link(url) is None:
        raise bad_request(f'inline keyboard button Web App URL "{url}" is invalid: Only HTTPS links are allowed')


def _check_url(url: str) -> None:
    if not USER_LINK.fullmatch(url) and checked_link(url) is None:
        wrong = "Unsupported URL protocol" if "://" in url and not url.lower().startswith("http") else "Wrong HTTP URL"
        raise bad_request(f'inline keyboard button URL "{url}" is invalid: {wrong}')


def _reply_button(button: object, private: bool) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    if button.get("style") not in (None, *STYLES):
        raise bad_request("can't parse keyboard button: invalid button style specified")
    asked = [key for key in PRIVATE_ONLY if button.get(key)]
    if asked and not private:
        raise bad_request(PRIVATE_ONLY[asked[0]])
    if len(asked) > 1:
        raise bad_request(f"can't parse keyboard button: exactly one action is expected, found {', '.join(asked)}")
    return {key: value for key, value in button.items() if value is not None}


def plain_link_keyboard(markup: Json | None) -> Json | None:
    """What a forwarded message keeps of its keyboard: all of it when every button is a link, else nothing."""
    rows = (markup or {}).get("inline_keyboard")
    return markup if rows and all("url" in button for row in rows for button in row) else None


def button_at(markup: Json | None, row: int, column: int) -> Json | None:
    rows = (markup or {}).get("inline_keyboard", [])
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        found: Json = rows[row][column]
        return found
    return None


def button_with(markup: Json | None, data: str) -> Json | None:
    rows = (markup or {}).get("inline_keyboard", [])
    return next((button for row in rows for button in row if button.get("callback_data") == data), None)
