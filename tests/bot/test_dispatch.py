"""All handlers in one row: the first one whose filters fit, with what it asks for by name."""

import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiogram import BaseMiddleware, Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject
from aiogram.types import ErrorEvent, Message, TelegramObject, Update

from bot.dispatch import Routes, routes
from handlers import customer, membership, owner, staff

TOKEN = "42:TEST"


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot = Bot(TOKEN)
    yield bot
    await bot.session.close()


def said(text: str) -> Update:
    person, chat = {"id": 7, "is_bot": False, "first_name": "A"}, {"id": 7, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": text}
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return Update.model_validate({"update_id": 1, "message": message})


def writes(told: list[str], name: str) -> Callable[..., Any]:
    async def handler(_message: Message) -> None:
        told.append(name)

    return handler


async def test_the_first_that_fits_in_the_order_of_routers_and_of_those_below_them(bot: Bot) -> None:
    told: list[str] = []
    above, below, last = Router(name="above"), Router(name="below"), Router(name="last")
    above.include_router(below)
    above.message.register(writes(told, "above"), F.text == "a")
    below.message.register(writes(told, "below"), F.text.in_({"a", "b"}))
    last.message.register(writes(told, "last"))
    row = Routes(above, last)
    for text in "abc":
        await row.feed(bot, said(text))
    assert told == ["above", "below", "last"]


async def test_a_handler_gets_what_it_asks_for_and_what_its_filters_have_found(bot: Bot) -> None:
    router, got = Router(), list[Any]()

    async def sells(_message: Message, key: str) -> dict[str, Any] | bool:
        return {"found": f"by {key}"}

    async def handler(message: Message, command: CommandObject, found: str, bot: Bot, key: str) -> None:
        got.extend((message.text, command.args, found, bot, key))

    router.message.register(handler, Command("sale"), sells)
    await Routes(router).feed(bot, said("/sale 100"), key="update:1", staff="nobody asks for this")
    assert got == ["/sale 100", "100", "by update:1", bot, "update:1"]


async def test_what_a_filter_of_one_handler_has_found_is_not_told_to_the_next(bot: Bot) -> None:
    router, got = Router(), list[Any]()

    async def finds(_message: Message) -> dict[str, Any]:
        return {"found": 1}

    async def refuses(_message: Message) -> bool:
        return False

    async def handler(_message: Message, **known: Any) -> None:
        got.append(sorted(known))

    router.message.register(handler, finds, refuses)
    router.message.register(handler)
    await Routes(router).feed(bot, said("x"))
    assert got == [["bot", "event_context"]]


async def test_a_handler_may_pass_it_on(bot: Bot) -> None:
    router, told = Router(), list[str]()

    @router.message()
    async def passes(_message: Message) -> None:
        raise SkipHandler

    router.message.register(writes(told, "next"))
    await Routes(router).feed(bot, said("x"))
    assert told == ["next"]


async def test_filters_that_do_not_wait_are_asked_where_one_stands(bot: Bot) -> None:
    router, threads = Router(), list[threading.Thread]()

    def here(_message: Message) -> bool:
        threads.append(threading.current_thread())
        return True

    router.message.register(writes([], "x"), here)
    await Routes(router).feed(bot, said("x"))
    assert threads == [threading.current_thread()]


async def test_an_error_goes_up(bot: Bot) -> None:
    router = Router()

    @router.message()
    async def fails(_message: Message) -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await Routes(router).feed(bot, said("x"))


async def test_what_nobody_wants_and_what_nobody_knows_is_nothing(bot: Bot) -> None:
    router, told = Router(), list[str]()
    router.message.register(writes(told, "x"), F.text == "a")
    await Routes(router).feed(bot, said("b"))
    await Routes(router).feed(bot, Update.model_validate({"update_id": 1, "news_of_next_year": {}}))
    assert told == []


class Around(BaseMiddleware):
    """Tells when it is passed."""

    def __init__(self, told: list[str], name: str) -> None:
        self._told, self._name = told, name

    async def __call__(self, handler: Any, event: TelegramObject, data: dict[str, Any]) -> Any:
        """In and out."""
        self._told.append(f"{self._name} in")
        data["more"] = self._name
        await handler(event, data)
        self._told.append(f"{self._name} out")


async def test_what_is_around_is_passed_from_the_outside_in(bot: Bot) -> None:
    router, told = Router(), list[str]()

    @router.message()
    async def handler(_message: Message, more: str) -> None:
        told.append(more)

    await Routes(router, around=(Around(told, "a"), Around(told, "b"))).feed(bot, said("x"))
    assert told == ["a in", "b in", "b", "b out", "a out"]


def _filtered(router: Router) -> None:
    router.message.filter(F.text)


def _wrapped(router: Router) -> None:
    router.callback_query.middleware(Around([], "x"))


def _wrapped_outside(router: Router) -> None:
    router.message.outer_middleware(Around([], "x"))


def _with_errors(router: Router) -> None:
    @router.error()
    async def _caught(_event: ErrorEvent) -> None: ...


@pytest.mark.parametrize("more", [_filtered, _wrapped, _wrapped_outside, _with_errors])
def test_what_would_not_be_asked_is_refused(more: Callable[[Router], None]) -> None:
    router, story = Router(name="story"), Router(name="a story")
    story.include_router(router)
    more(router)
    router.name = "the culprit"
    with pytest.raises(ValueError, match="the culprit"):
        Routes(story)


def test_the_bots_own_row_has_every_handler_of_every_story() -> None:
    stories = (membership.router, staff.router, owner.router, customer.router)
    for kind in ("message", "callback_query", "my_chat_member", "chat_member"):
        registered = [
            handler.callback
            for story in stories
            for router in story.chain_tail
            for handler in router.observers[kind].handlers
        ]
        row = [handler.call for handler, _ in routes()._rows[kind]]
        assert row[: len(registered)] == registered
        assert len(row) > 0
