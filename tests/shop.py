"""A shop to test with: its clock is turned by hand, its programme is a preset, its people are made in one line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from actions.shop import ManagerChat, Shop
from loyalty.card import ean13
from loyalty.customer import Birthday
from loyalty.ids import ChatId, CustomerId, TelegramId
from loyalty.programme import Programme
from loyalty.programme_file import parse
from storage.customers import birthday_columns
from storage.database import Storage
from texts.words import Texts

PRESETS = Path(__file__).parent.parent / "presets"
MANAGERS = ChatId(-1001000000001)
OWNER = TelegramId(3001)
NOON = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # a Tuesday, noon in Moscow
TEXTS = Texts()


class Clock:
    """The shop's clock; it stands still."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: datetime) -> None:
        self.now = now

    def advance(self, **units: float) -> None:
        """As `timedelta`: `clock.advance(days=1)`."""
        self.now += timedelta(**units)


def preset(name: str = "shop", **parts: Any) -> Programme:
    """A preset, with some of its parts replaced."""
    programme = parse((PRESETS / f"{name}.toml").read_text(encoding="utf-8"))
    return programme.model_copy(update=parts)


def make_shop(storage: Storage, clock: Clock, programme: Programme | None = None) -> Shop:
    """A shop with a manager chat and one owner."""
    rules = programme or preset()
    return Shop(
        storage=storage,
        current_programme=lambda: rules,
        texts=TEXTS,
        now=clock,
        bot_username="kasanie_demo_bot",
        manager_chat_id=ManagerChat(MANAGERS),
        owner_ids=frozenset({OWNER}),
    )


def with_programme(shop: Shop, programme: Programme) -> Shop:
    """The same shop under other rules."""
    return replace(shop, current_programme=lambda: programme)


async def enrolled(shop: Shop, number: int = 1, *, birthday: Birthday | None = None, **columns: Any) -> CustomerId:
    """A customer with a card, both consents and a Telegram account (1000 + number); `columns` change that."""
    values = {
        "telegram_id": 1000 + number,
        "phone": f"+7916000{number:04}",
        "phone_verified": True,
        "name": f"Клиент {number}",
        "language": "ru",
        "processing": True,
        "marketing": True,
        "enrolled_at": shop.now(),
        "invite_code": f"inv{number}",
        **birthday_columns(birthday),
        **columns,
    }
    async with shop.storage.transaction() as tx:
        id = await tx.customers.add(now=shop.now(), **values)
        await tx.cards.issue(
            id, number=partial(ean13, "2900"), token=f"token{number}", now=shop.now(), valid_until=None
        )
    return id


async def bought(shop: Shop, customer: CustomerId, amount: int, *, at: datetime | None = None, key: str = "") -> None:
    """A sale of so many minor units, put straight into the tables."""
    moment = at or shop.now()
    async with shop.storage.transaction() as tx:
        await tx.purchases.add(
            customer_id=customer,
            at=moment,
            recorded_at=moment,
            amount=amount,
            currency=shop.programme.shop.currency,
            key=key or f"test:{customer}:{moment.timestamp()}:{amount}",
        )
        await tx.customers.refresh_purchases(customer)
