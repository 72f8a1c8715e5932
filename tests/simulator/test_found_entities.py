"""What Telegram finds in a text by itself, typed by a person or sent by the bot."""

import pytest

from tests.simulator.playing import ANNA, Play, covered

FOUND = [
    ("/start", [("bot_command", "/start")]),
    ("/start r_abc", [("bot_command", "/start")]),
    ("см. /help@kasanie_demo_bot!", [("bot_command", "/help@kasanie_demo_bot")]),
    ("и/или, 24/7, a/b", []),
    ("https://ya.ru/путь?x=1, ok", [("url", "https://ya.ru/путь?x=1")]),
    ("(example.com) и т.д. и 1.5", [("url", "example.com")]),
    ("пишите на anna@mail.ru.", [("email", "anna@mail.ru")]),
    ("@anna, @ab, a@b", [("mention", "@anna")]),
    ("тел. +7 916 123-45-67", [("phone_number", "+7 916 123-45-67")]),
    ("#скидка #1", [("hashtag", "#скидка")]),
    ("$USD $usd", [("cashtag", "$USD")]),
    ("😀 /card", [("bot_command", "/card")]),
    ("просто текст", []),
]


@pytest.mark.parametrize("text,entities", FOUND)
async def test_what_a_person_types(play: Play, text: str, entities: list[tuple[str, str]]) -> None:
    message = (await play.say(ANNA, text))["message"]
    assert message["text"] == text
    assert covered(message) == entities


async def test_the_bots_own_text(anna: Play) -> None:
    message = await anna.ok("sendMessage", chat_id=ANNA, text="<b>/card</b> t.me/x", parse_mode="HTML")
    assert covered(message) == [("bold", "/card"), ("bot_command", "/card"), ("url", "t.me/x")]


async def test_nothing_is_found_inside_code_and_links(anna: Play) -> None:
    text = '<code>/card</code> <a href="https://a.ru">b.ru</a> /help'
    message = await anna.ok("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    assert covered(message) == [("code", "/card"), ("text_link", "b.ru"), ("bot_command", "/help")]
