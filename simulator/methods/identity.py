"""Who the bot is, and what it says of itself."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from simulator.calls import Call
from simulator.destination import known_chat
from simulator.errors import bad_request, too_many_requests
from simulator.methods.registry import method

Json = dict[str, Any]
CLOSE_AFTER = 600  # seconds of real time: Telegram lets nobody close a bot that has just started
TEXTS = {"name": ("Name", 64), "description": ("Description", 512), "short_description": ("ShortDescription", 120)}
MENU_BUTTONS = ("commands", "web_app", "default")


@method("getMe")
def get_me(call: Call) -> Json:
    return {
        **call.telegram.bot.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


@method("logOut")
def log_out(call: Call) -> bool:
    call.telegram.logged_out = True
    return True


@method("close")
def close(call: Call) -> bool:
    left = CLOSE_AFTER - (time.monotonic() - call.telegram.started)
    if left > 0:
        raise too_many_requests(int(left) + 1)
    return True


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    match call.json("menu_button") or {"type": "default"}:
        case {"type": "web_app", "text": str(), "web_app": {"url": str() as url}} as button if url.startswith(
            "https://"
        ):
            pass
        case {"type": ("commands" | "default")} as button:
            pass
        case _:
            raise bad_request("can't parse menu button: wrong menu button specified")
    call.telegram.profile.menu_buttons[_private_chat(call)] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Json:
    return call.telegram.profile.menu_button(_private_chat(call))


def _private_chat(call: Call) -> int | None:
    return known_chat(call).id if call.has("chat_id") else None


def _register_texts() -> None:
    for key, (name, most) in TEXTS.items():
        method(f"setMy{name}")(_setter(key, most))
        method(f"getMy{name}")(_getter(key))


def _setter(key: str, most: int) -> Callable[[Call], bool]:
    def set_text(call: Call) -> bool:
        text, language = call.text(key), language_of(call)
        if len(text) > most:
            raise bad_request(f"BOT_{'TITLE' if key == 'name' else 'DESCRIPTION'}_INVALID")
        call.telegram.profile.texts[key, language] = text
        if key == "name" and not language and text:
            call.telegram.bot = replace(call.telegram.bot, first_name=text)
        return True

    return set_text


def _getter(key: str) -> Callable[[Call], Json]:
    def get_text(call: Call) -> Json:
        texts = call.telegram.profile.texts
        text = texts.get((key, language_of(call))) or texts.get((key, ""))
        return {key: text or (call.telegram.bot.first_name if key == "name" else "")}

    return get_text


def language_of(call: Call) -> str:
    """Two letters or nothing. Raises ApiError."""
    language = call.text("language_code")
    if language and not (len(language) == 2 and language.isascii() and language.isalpha() and language.islower()):
        raise bad_request("invalid language code specified")
    return language


_register_texts()
