"""What came of an ordeal, and what must be true of it: nothing is lost, and nothing happens twice."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.database import Storage
from storage.schema import answers, cards, case_lines, coupons, customers, inbox, messages, purchases
from tests.end_to_end.load import FIRST, NEW, Load
from tests.end_to_end.town import Town


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Telegram has, by (chat, text), and what the database says."""

    said: Counter[tuple[int, str]]
    outbox: Counter[tuple[str, str]]  # (category, state)
    inbox: Counter[str]
    sales: Counter[int]
    coupons: Counter[int]  # by customer
    lines: Counter[str]
    cards: Counter[int]  # by Telegram id
    answers: Counter[tuple[int, str]]


async def outcome_of(place: Town, storage: Storage) -> Outcome:
    """As Telegram and the database have it now."""
    state = await place.look("state", limit=5000)
    said = Counter(
        (chat["id"], message["text"])
        for chat in state["chats"]
        for message in chat["messages"]
        if message["from"]["is_bot"] and "text" in message
    )
    async with storage.reading() as tx:

        async def count(*columns: Any, **join: Any) -> Any:
            rows = await tx.connection.execute(join.get("of", sa.select(*columns)))
            return Counter(row[0] if len(row) == 1 else tuple(row) for row in rows)

        return Outcome(
            said=said,
            outbox=await count(messages.c.category, messages.c.state),
            inbox=await count(inbox.c.state),
            sales=await count(purchases.c.amount),
            coupons=await count(coupons.c.customer_id),
            lines=await count(case_lines.c.text),
            cards=await count(of=sa.select(customers.c.telegram_id).join(cards)),
            answers=await count(answers.c.response_id, answers.c.question),
        )


def check(load: Load, found: Outcome, *, unknown_at_most: int, again_at_most: int | None = None) -> None:
    """Nothing lost, nothing twice.

    unknown_at_most: offers that may not have arrived. again_at_most: service messages that may stand there once more
    than they should; None: as many as like, which is what a crash is allowed.
    """
    _check_offers(load, found, unknown_at_most)
    _check_service(load, found, again_at_most)
    assert found.inbox == {"done": found.inbox["done"]}
    assert found.sales == {(1000 + n) * 95: 1 for n in range(load.sales)}  # less five per cent
    assert found.coupons == dict.fromkeys(_to(2 * load.sales), 1)
    assert {line: times for line, times in found.lines.items() if line.startswith("Вопрос")} == {
        f"Вопрос №{n}": 1 for n in range(load.texts)
    }
    newcomers = {who: times for who, times in found.cards.items() if who > NEW}
    assert newcomers == {NEW + n: 1 for n in _to(load.newcomers)}
    assert set(found.answers.values()) <= {1}


def _check_offers(load: Load, found: Outcome, unknown_at_most: int) -> None:
    offers = {(FIRST + n, f"Акция для {n}"): found.said[FIRST + n, f"Акция для {n}"] for n in _to(load.marketing)}
    assert {who: times for who, times in offers.items() if times > 1} == {}, "marketing twice"
    missing = sum(times == 0 for times in offers.values())
    unknown = found.outbox["offer", "unknown"]
    assert missing <= unknown <= unknown_at_most
    assert found.outbox["offer", "sent"] == load.marketing - unknown


def _check_service(load: Load, found: Outcome, again_at_most: int | None) -> None:
    services = [found.said[FIRST + n + 1, f"Сервис №{n}"] for n in range(load.service)]
    assert services.count(0) == 0, "a service message is missing"
    if again_at_most is not None:
        assert sum(services) - load.service <= again_at_most, "a service message once more"


def _to(count: int) -> range:
    return range(1, count + 1)
