"""Marking choices of several before they are sent off as one answer.

A press says what it wants ("price: on"), and the marks are kept here: two presses that are quicker than the bot's
answer both count, and the same press again changes nothing.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from actions.shop import Shop
from actions.survey_in_progress import Going, expect_answer, find_going
from loyalty.ids import CustomerId, ResponseId
from storage.transaction import Transaction
from texts.questions import Asked


@dataclass(frozen=True, slots=True)
class Mark:
    """One press. shown: what the pressed message had on, for where nothing is remembered of that question."""

    question: str
    choice: str
    on: bool
    shown: AbstractSet[str]


async def mark_choice(shop: Shop, customer: CustomerId, response: ResponseId, mark: Mark) -> Asked | None:
    """The question with its marks as they are now; None: that question does not wait any more."""
    async with shop.storage.transaction() as tx:
        going = await _waiting(tx, shop, customer, response, mark.question)
        if going is None or mark.choice not in _choices(going):
            return None
        before = _on(going, mark.shown)
        marked = before | {mark.choice} if mark.on else before - {mark.choice}
        asked = replace(going.asked, marked=marked)
        await expect_answer(tx, shop, replace(going, asked=asked), after=await _after(tx, going))
        return asked


async def marked_choices(
    shop: Shop, customer: CustomerId, response: ResponseId, question: str, *, shown: AbstractSet[str]
) -> frozenset[str]:
    """What is marked, when the choosing is over. shown: as above."""
    async with shop.storage.reading() as tx:
        going = await _waiting(tx, shop, customer, response, question)
        return frozenset(shown) if going is None else _on(going, shown)


async def _waiting(
    tx: Transaction, shop: Shop, customer: CustomerId, response: ResponseId, question: str
) -> Going | None:
    going = await find_going(tx, shop, customer, response)
    return going if going is not None and going.asked.question.id == question else None


def _on(going: Going, shown: AbstractSet[str]) -> frozenset[str]:
    return going.asked.marked if going.remembered else frozenset(shown) & _choices(going)


def _choices(going: Going) -> frozenset[str]:
    return frozenset(choice.id for choice in going.asked.question.choices)


async def _after(tx: Transaction, going: Going) -> str | None:
    """The update that led to the question: handled once more, it is still not its answer."""
    chat = going.customer.telegram_id
    waiting = None if chat is None else await tx.dialogues.of(chat, chat)
    same = waiting is not None and waiting.data.get("response") == going.response.id
    return waiting.data.get("after") if waiting is not None and same else None
