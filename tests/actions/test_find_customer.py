import threading

import pytest

from actions.find_customer import MOST, Found, NotFound, Outcome, Several, Unclear, find_by_token, find_customer
from actions.shop import Shop
from loyalty.identify import identify
from loyalty.ids import CustomerId
from storage import sqlite_driver
from storage.database import Storage
from tests.shop import Clock, bought, enrolled, make_shop


async def found(shop: Shop, typed: str) -> Outcome:
    return await find_customer(shop, identify(typed, "RU"))


async def card_number(shop: Shop, customer: CustomerId) -> str:
    async with shop.storage.reading() as tx:
        card = await tx.cards.of(customer)
    assert card is not None
    return card.number


async def test_by_card_phone_and_name_in_whatever_way_they_are_typed(shop: Shop) -> None:
    customer = await enrolled(shop, name="Анна Каренина")
    await enrolled(shop, 2)
    number = await card_number(shop, customer)
    grouped = f"{number[:4]} {number[4:8]} {number[8:]}"
    for typed in (number, grouped, "8 (916) 000-00-01", "+79160000001", "анна", "КАРЕН"):
        outcome = await found(shop, typed)
        assert isinstance(outcome, Found), typed
        assert outcome.customer.id == customer


async def test_several_of_a_name_come_with_the_latest_buyers_first(shop: Shop) -> None:
    first, second = await enrolled(shop, 1, name="Анна"), await enrolled(shop, 2, name="Анна Т.")
    await bought(shop, second, 100)
    outcome = await found(shop, "анна")
    assert isinstance(outcome, Several)
    assert [person.id for person in outcome.customers] == [second, first]
    assert not outcome.more


async def test_too_many_of_a_name_are_not_all_shown_and_that_is_said(shop: Shop) -> None:
    for number in range(MOST + 1):
        await enrolled(shop, number, name="Анна")
    outcome = await found(shop, "анна")
    assert isinstance(outcome, Several)
    assert (len(outcome.customers), outcome.more) == (MOST, True)


async def test_who_asked_to_be_forgotten_is_not_found(shop: Shop) -> None:
    customer = await enrolled(shop)
    number = await card_number(shop, customer)
    async with shop.storage.transaction() as tx:
        await tx.customers.change(customer, erased_at=shop.now())
    for typed in (number, "+79160000001", "Клиент"):
        assert await found(shop, typed) == NotFound()
    assert await find_by_token(shop, "token1") == NotFound()


async def test_nobody_is_found_by_nonsense(shop: Shop) -> None:
    await enrolled(shop)
    assert await found(shop, "12345") == Unclear()
    for typed in ("%", "_", "Кли%нт", "Клиент_1", "<b>", "{name}"):
        assert not isinstance(await found(shop, typed), Found | Several), typed


async def test_by_the_secret_of_the_card(shop: Shop) -> None:
    customer = await enrolled(shop)
    outcome = await find_by_token(shop, "token1")
    assert isinstance(outcome, Found)
    assert outcome.customer.id == customer
    assert await find_by_token(shop, "token") == NotFound()


async def test_a_name_is_looked_for_beside_the_loop_since_everybody_is_looked_at(
    sqlite_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = set()

    def folded(text: str | None) -> str | None:
        threads.add(threading.get_ident())
        return None if text is None else text.casefold()

    monkeypatch.setattr(sqlite_driver, "_casefold", folded)
    storage = Storage.open(sqlite_url, pooled=False)
    shop = make_shop(storage, clock)
    await enrolled(shop, name="Анна")
    assert isinstance(await found(shop, "анна"), Found)
    await storage.close()
    assert threads
    assert threading.get_ident() not in threads
