"""Whom do staff mean? A card, a phone, part of a name, or the secret behind a card's QR code."""

from dataclasses import dataclass

from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.identify import ByCard, ByName, ByPhone, Nobody, Sought
from storage.transaction import Transaction

MOST = 8  # people with the same name that fit under one question


@dataclass(frozen=True, slots=True)
class Found:
    """This one."""

    customer: Customer


@dataclass(frozen=True, slots=True)
class Several:
    """People of that name, the latest buyers first; `more`: not all of them."""

    customers: tuple[Customer, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class NotFound:
    """Understood, but there is no such customer."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Neither a card, nor a phone, nor a name."""


Outcome = Found | Several | NotFound | Unclear


async def find_customer(shop: Shop, sought: Sought) -> Outcome:
    """People who asked to be forgotten are not found."""
    async with shop.storage.reading(long=isinstance(sought, ByName)) as tx:  # a part of a name: everybody is looked at
        match sought:
            case ByCard(number):
                return _one(await tx.cards.holder_by_number(number))
            case ByPhone(phone):
                return _one(await tx.customers.by_phone(phone))
            case ByName(name):
                return await _named(tx, name)
            case Nobody():
                return Unclear()


async def find_by_token(shop: Shop, token: str) -> Outcome:
    """Who showed the QR code."""
    async with shop.storage.reading() as tx:
        return _one(await tx.cards.holder_by_token(token))


def _one(customer: Customer | None) -> Found | NotFound:
    return NotFound() if customer is None or customer.erased_at is not None else Found(customer)


async def _named(tx: Transaction, name: str) -> Outcome:
    found = await tx.customers.by_name(name, limit=MOST + 1)
    if len(found) > 1:
        return Several(tuple(found[:MOST]), more=len(found) > MOST)
    return _one(found[0] if found else None)
