"""What came of an ordeal, and what must be true of it: nothing is lost, and nothing happens twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.database import Storage
from storage.schema import case_lines, cases, coupons, customers, inbox, messages, purchases, referrals
from tests.end_to_end.load import FIRST, NEW, Load, name_of
from tests.end_to_end.newcomers import Newcomer, enrolled_once, newcomers_of
from tests.end_to_end.town import MANAGERS, MARIA, Town


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Telegram has, by (chat, text), and what the database says."""

    in_doubt: Counter[str]  # letters, by their text, of which nobody could know whether they had left, and how often
    said: Counter[tuple[int, str]]
    updates: Sequence[int]  # that Telegram had for the bot
    outbox: Counter[tuple[str, str]]  # (category, state)
    unknown: Counter[str]  # by text
    inbox: dict[int, str]
    sales: Counter[int]
    coupons: Counter[int]  # by customer
    referrals: Counter[str]
    lines: Counter[str]
    cases: Counter[int]  # by Telegram id
    newcomers: dict[int, Newcomer]  # by Telegram id


async def outcome_of(place: Town, storage: Storage, *, in_doubt: Counter[str]) -> Outcome:
    """As Telegram and the database have it now."""
    state = await place.look("state", limit=5000)
    said = Counter(
        (chat["id"], message["text"])
        for chat in state["chats"]
        for message in chat["messages"]
        if message["from"]["is_bot"] and "text" in message
    )
    async with storage.reading() as tx:

        async def rows(query: sa.Select[Any]) -> list[Any]:
            return [row[0] if len(row) == 1 else tuple(row) for row in await tx.connection.execute(query)]

        letters = await rows(sa.select(messages.c.letter).where(messages.c.state == "unknown"))
        return Outcome(
            in_doubt=in_doubt,
            said=said,
            updates=await place.updates(),
            outbox=Counter(await rows(sa.select(messages.c.category, messages.c.state))),
            unknown=Counter(letter["text"] for letter in letters),
            inbox=dict(await rows(sa.select(inbox.c.update_id, inbox.c.state))),
            sales=Counter(await rows(sa.select(purchases.c.amount))),
            coupons=Counter(await rows(sa.select(coupons.c.customer_id))),
            referrals=Counter(await rows(sa.select(referrals.c.state))),
            lines=Counter(await rows(sa.select(case_lines.c.text))),
            cases=Counter(await rows(sa.select(customers.c.telegram_id).join(cases))),
            newcomers=await newcomers_of(tx.connection),
        )


def check(load: Load, found: Outcome, *, declined: bool = False) -> None:
    """Nothing lost, nothing twice. Of what is in doubt an offer may not have arrived, and a service message may stand
    there once more each time.

    declined: what could not be kept was answered all the same, so people have said more than the inbox has.
    """
    _check_updates(load, found, declined=declined)
    _check_offers(load, found)
    _check_service(load, found)
    _check_sales(load, found)
    _check_texts(load, found, declined=declined)
    _check_newcomers(load, found)


def _check_updates(load: Load, found: Outcome, *, declined: bool) -> None:
    assert set(found.inbox.values()) == {"done"}
    if declined:
        assert set(found.inbox) <= set(found.updates)
    else:
        assert len(found.updates) == load.updates, "somebody did something twice, or not at all"
        assert set(found.inbox) == set(found.updates), "an update is lost"


def _check_offers(load: Load, found: Outcome) -> None:
    offers = {f"Акция для {n}": found.said[FIRST + n, f"Акция для {n}"] for n in _to(load.marketing)}
    assert {text: times for text, times in offers.items() if times > 1} == {}, "marketing twice"
    assert {text for text, times in offers.items() if times == 0} <= set(found.unknown)
    assert found.unknown == {text: 1 for text in offers if found.in_doubt[text]}, (
        "unknown is what was in flight, nothing else"
    )
    assert found.outbox["offer", "sent"] == load.marketing - found.unknown.total()


def _check_service(load: Load, found: Outcome) -> None:
    services = {f"Сервис №{n}": found.said[FIRST + n + 1, f"Сервис №{n}"] for n in range(load.service)}
    assert {text for text, times in services.items() if times == 0} == set(), "a service message is missing"
    again = {text: times - 1 for text, times in services.items() if times > 1}
    too_often = {text: times for text, times in again.items() if times > found.in_doubt[text]}
    assert too_often == {}, "a service message once more"
    ends = {state: times for (category, state), times in found.outbox.items() if category == "service"}
    assert ends == {"sent": found.outbox["service", "sent"]}


def _check_sales(load: Load, found: Outcome) -> None:
    assert found.sales == {(1000 + n) * 95: 1 for n in range(load.sales)}  # less five per cent
    assert found.coupons == dict.fromkeys(_to(2 * load.sales), 1)
    assert found.referrals == {"earned": load.sales}
    told = {text.splitlines()[0] for chat, text in found.said if chat == MARIA}
    assert {f"✅ Клиент {n}" for n in _to(load.sales)} <= told, "a sale was not answered"


def _check_texts(load: Load, found: Outcome, *, declined: bool) -> None:
    """Where newcomers repeat their names, one of them may be taken for a question."""
    assert {line: times for line, times in found.lines.items() if line.startswith("Вопрос")} == {
        f"Вопрос №{n}": 1 for n in range(load.texts)
    }
    asked = {who: times for who, times in found.cases.items() if who < NEW or not declined}
    assert asked == {FIRST + n: 1 for n in _to(load.texts)}
    told = {chat for chat, text in found.said if text == "Передали. Ответим здесь."}
    assert {FIRST + n for n in _to(load.texts)} <= told, "what somebody wrote was not answered"


def _check_newcomers(load: Load, found: Outcome) -> None:
    """Their hearing of their card is what they wait for."""
    assert found.newcomers == {NEW + n: enrolled_once(n) for n in _to(load.newcomers)}
    told = [text for chat, text in found.said if chat == MANAGERS]
    assert [n for n in _to(load.newcomers) if not any(name_of(n) in text for text in told)] == [], "staff were not told"


def _to(count: int) -> range:
    return range(1, count + 1)
