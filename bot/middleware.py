"""What every handler is given: who speaks, in which language, what was expected of them, and a key for what they do."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.middlewares.user_context import EventContext
from aiogram.types import TelegramObject, Update, User

from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.ids import TelegramId
from storage.dialogues import Dialogue
from storage.handling import apart, handled_now
from storage.speaker import who_speaks
from texts.words import Words

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Context(BaseMiddleware):
    """One look into the database for each update."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """`words`, `customer`, `dialogue`, `key` become parameters of the handlers, beside `shop` and `staff`."""
        assert isinstance(event, Update)
        shop: Shop = data["shop"]
        about: EventContext = data["event_context"]
        customer, dialogue = await _look_up(shop, event, about)
        language = _language(shop, about.user, customer, group=about.chat_id == shop.manager_chat_id())
        data |= {
            "words": shop.texts.words(language),
            "customer": customer,
            "dialogue": dialogue,
            "key": f"update:{event.update_id}",
        }
        if data["late"]:
            return await _ask_again(event, data["words"], data["late"])
        return await handler(event, data)


async def _look_up(shop: Shop, event: Update, about: EventContext) -> tuple[Customer | None, Dialogue | None]:
    if about.user is None or about.user.is_bot:
        return None, None
    may_answer = event.message is not None and not (event.message.text or "").startswith("/")
    async with shop.storage.reading() as tx:
        user = TelegramId(about.user.id)
        customer, expected = await who_speaks(tx.connection, about.chat_id or user, user)
    dialogue = _as_in_the_first_run(expected if may_answer else None)
    if customer is not None and customer.blocked_at is not None and event.my_chat_member is None:
        with apart():
            async with shop.storage.transaction() as tx:  # they write again, so they can be written to
                await tx.customers.change(customer.id, blocked_at=None)
    return customer, dialogue


def _as_in_the_first_run(found: Dialogue | None) -> Dialogue | None:
    """What was waited for before the update changed anything: a second run goes the same way."""
    run = handled_now()
    if run is None:
        return found
    if run.kept:
        return Dialogue(**run.expected) if run.expected else None
    run.expected = {"expecting": found.expecting, "data": found.data} if found else None
    return found


async def _ask_again(event: Update, words: Words, late: Sequence[str]) -> None:
    """The bot was away: one sentence for all commands that nobody waits for any more."""
    assert event.message is not None
    await event.message.answer(words("we-were-away", commands="\n".join(late), count=len(late)))


def _language(shop: Shop, user: User | None, customer: Customer | None, *, group: bool) -> str:
    """The customer's own choice, else Telegram's if the shop speaks it, else the shop's first."""
    spoken = shop.programme.shop.languages
    if group:
        return spoken[0]
    if customer is not None and customer.language in spoken:
        return customer.language
    code = (user.language_code or "")[:2] if user else ""
    return next((language for language in spoken if language == code), spoken[0])
