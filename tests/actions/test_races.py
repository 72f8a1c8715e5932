"""Two tills, two phones, the same moment: each thing happens once, and nobody is shown an error for it."""

import asyncio
from datetime import timedelta

from actions.answer_survey import Finished, Taken, answer_survey
from actions.finish_enrolment import finish_enrolment
from actions.give_consent import Newcomer, agree_to_processing
from actions.own_data import forget_customer
from actions.record_purchase import CouponRefused, Recorded, Repeated, Sale, record_purchase
from actions.record_return import MoreThanBought, Return, Returned, record_return
from actions.shop import Shop
from loyalty.coupon import Coupon
from loyalty.customer import Customer
from loyalty.ids import CustomerId, ResponseId, TelegramId
from loyalty.money import Money
from loyalty.programme import Programme
from loyalty.programme_file import parse
from loyalty.survey import SharedContact, Typed
from tests.shop import PRESETS, bought, enrolled, with_programme

HUNDRED = Money(100_00, "RUB")


async def a_coupon(shop: Shop, customer: CustomerId, percent: int = 10) -> Coupon:
    async with shop.storage.transaction() as tx:
        return await tx.coupons.issue(
            key="c",
            customer_id=customer,
            offer="birthday-15",
            code="AAAA-AAAA",
            percent=percent,
            amount=0,
            valid_from=shop.now() - timedelta(days=1),
            valid_until=shop.now() + timedelta(days=1),
            issued_at=shop.now(),
        )


async def test_a_coupon_at_two_tills_is_used_once(shop: Shop) -> None:
    anna = await enrolled(shop)
    coupon = await a_coupon(shop, anna)
    sale = Sale(anna, HUNDRED, coupon=coupon.id)
    first, second = await asyncio.gather(
        record_purchase(shop, sale, key="till:1"), record_purchase(shop, sale, key="till:2")
    )
    assert sorted(type(outcome).__name__ for outcome in (first, second)) == [CouponRefused.__name__, Recorded.__name__]


async def test_a_receipt_at_two_tills_is_one_sale(shop: Shop) -> None:
    anna, tom = await enrolled(shop, 1), await enrolled(shop, 2)
    sales = [Sale(customer, HUNDRED, receipt="42") for customer in (anna, tom, anna)]
    outcomes = await asyncio.gather(*(record_purchase(shop, sale, key=f"till:{n}") for n, sale in enumerate(sales)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Recorded", "Repeated", "Repeated"]
    assert len({outcome.purchase.id for outcome in outcomes if isinstance(outcome, Recorded | Repeated)}) == 1


async def test_an_update_at_two_replicas_is_one_sale(shop: Shop) -> None:
    sale = Sale(await enrolled(shop), HUNDRED)
    outcomes = await asyncio.gather(*(record_purchase(shop, sale, key="update:1") for _ in range(3)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Recorded", "Repeated", "Repeated"]


async def test_sales_to_one_customer_in_one_moment_are_all_counted(shop: Shop) -> None:
    anna = await enrolled(shop)
    sale = Sale(anna, HUNDRED)
    await asyncio.gather(*(record_purchase(shop, sale, key=f"till:{number}") for number in range(4)))
    async with shop.storage.reading() as tx:
        assert (await tx.customers.get(anna)).purchase_count == 4


async def test_no_more_is_returned_than_was_bought_in_one_moment(shop: Shop) -> None:
    anna = await enrolled(shop)
    await bought(shop, anna, HUNDRED.minor)
    request = Return(anna, HUNDRED)
    outcomes = await asyncio.gather(*(record_return(shop, request, key=f"till:{number}") for number in range(3)))
    names = sorted(type(outcome).__name__ for outcome in outcomes)
    assert names == [MoreThanBought.__name__, MoreThanBought.__name__, Returned.__name__]


async def waits_for_the_phone(shop: Shop, number: int) -> tuple[CustomerId, ResponseId]:
    newcomer = Newcomer(TelegramId(5000 + number), "ru", "Согласен")
    welcome = await agree_to_processing(shop, newcomer)
    id = welcome.response.id
    await answer_survey(shop, welcome.customer, id, Typed(f"Друг {number}"), question=None, key=f"name:{number}")
    return welcome.customer, id


async def test_somebody_imported_is_recognised_while_staff_record_a_sale(shop: Shop) -> None:
    imported = await enrolled(shop, 1, telegram_id=None)
    newcomer, response = await waits_for_the_phone(shop, 1)
    contact = SharedContact(phone="+79160000001", own=True)
    recognised, sold = await asyncio.gather(
        answer_survey(shop, newcomer, response, contact, question=None, key="contact"),
        record_purchase(shop, Sale(imported, HUNDRED), key="till:1"),
    )
    assert not isinstance(recognised, Taken | Finished)
    assert isinstance(sold, Recorded)
    async with shop.storage.reading() as tx:
        person = await tx.customers.by_telegram(TelegramId(5001))
        assert person is not None
        assert (person.id, person.purchase_count) == (imported, 1)


async def test_purchases_of_both_records_count_once_they_are_one_person(shop: Shop) -> None:
    """Staff sold to somebody who was still answering the questions."""
    imported = await enrolled(shop, 1, telegram_id=None)
    newcomer, response = await waits_for_the_phone(shop, 1)
    await bought(shop, imported, HUNDRED.minor, key="old")
    await record_purchase(shop, Sale(newcomer, HUNDRED), key="till:1")
    contact = SharedContact(phone="+79160000001", own=True)
    await answer_survey(shop, newcomer, response, contact, question=None, key="contact")
    async with shop.storage.reading() as tx:
        assert (await tx.customers.get(imported)).purchase_count == 2


def typed_phones() -> Programme:
    """The preset, where a typed phone is good enough."""
    text = (PRESETS / "shop.toml").read_text(encoding="utf-8")
    return parse(text.replace('kind = "phone"', 'kind = "phone"\ntyped_phone = true'))


async def test_two_friends_who_type_one_phone_at_once(shop: Shop) -> None:
    """The typed number proves nothing: the second is told that it is taken."""
    shop = with_programme(shop, typed_phones())
    people = [await waits_for_the_phone(shop, number) for number in (1, 2)]
    outcomes = await asyncio.gather(
        *(
            answer_survey(shop, person, response, Typed("+7 916 000-00-77"), question=None, key=f"phone:{person}")
            for person, response in people
        ),
    )
    async with shop.storage.reading() as tx:
        assert await tx.customers.by_phone("+79160000077") is not None, outcomes
    assert sum(isinstance(outcome, Taken) for outcome in outcomes) == 1, outcomes


async def test_everybody_who_enrols_in_one_moment_has_a_card_of_their_own(shop: Shop) -> None:
    people = [await waits_for_the_phone(shop, number) for number in range(4)]
    async with shop.storage.reading() as tx:
        known = [await tx.customers.get(person) for person, _ in people]

    async def finish(person: Customer) -> str:
        async with shop.storage.transaction() as tx:
            return (await finish_enrolment(tx, shop, person)).number

    numbers = await asyncio.gather(*map(finish, known))
    assert len(set(numbers)) == len(people)


async def test_the_number_of_an_erased_card_is_nobody_elses(shop: Shop) -> None:
    anna = await enrolled(shop, 1)
    async with shop.storage.reading() as tx:
        person, card = await tx.customers.get(anna), await tx.cards.of(anna)
    await forget_customer(shop, person, wording="Да")
    tom = await enrolled(shop, 2)
    async with shop.storage.reading() as tx:
        other = await tx.cards.of(tom)
    assert card is not None
    assert other is not None
    assert card.number != other.number
