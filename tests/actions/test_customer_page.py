from datetime import timedelta

import pytest

from actions.announce_customer import announce_customer
from actions.customer_page import all_notes, customer_page
from actions.record_purchase import NoSuchCustomer
from actions.shop import Shop
from actions.undo_purchase import undo_purchase
from actions.write_note import Noted, write_note
from loyalty.customer import Birthday, Stage
from loyalty.ids import CustomerId, TelegramId
from tests.actions.till import given_coupon, posted, recorded
from tests.shop import MANAGERS, Clock, bought, enrolled
from texts.customer_page import CustomerPage

MARIA = TelegramId(2001)


async def page_of(shop: Shop, customer: CustomerId, *, whole_phone: bool = True) -> CustomerPage:
    page = await customer_page(shop, customer, language="ru", whole_phone=whole_phone)
    assert page is not None
    return page


async def test_the_page_shows_how_somebody_stands_now(shop: Shop, clock: Clock) -> None:
    customer = await enrolled(shop, source="vk")
    await bought(shop, customer, 1_600_000)
    coupon = await given_coupon(shop, customer)
    clock.advance(days=3)
    page = await page_of(shop, customer)
    assert (page.worth.tier, page.worth.percent, page.worth.next_tier) == ("Серебро", 7, "Золото")
    assert (page.worth.spent.minor, page.worth.missing and page.worth.missing.minor) == (1_600_000, 2_400_000)
    assert [shown.code for shown in page.coupons] == [coupon.code]
    assert [(shown.offer, shown.since) for shown in page.coupons] == [("Подарок ко дню рождения", None)]
    assert (page.stage, page.silent_days, page.source) == (Stage.NEW, 3, "vk")
    assert page.phone == "+79160000001"


async def test_in_a_group_the_phone_is_masked(shop: Shop) -> None:
    page = await page_of(shop, await enrolled(shop), whole_phone=False)
    assert page.phone is not None
    assert "000" not in page.phone.replace(" ", "")
    assert page.phone.endswith("01")


async def test_only_the_last_five_purchases_and_a_slip_is_marked(shop: Shop) -> None:
    customer = await enrolled(shop)
    for day in range(6, 0, -1):
        await bought(shop, customer, day * 100, at=shop.now() - timedelta(days=day))
    slip = await recorded(shop, customer, 1500)
    await undo_purchase(shop, customer, slip.purchase.id, coupon=None, by=MARIA)
    shown = (await page_of(shop, customer)).purchases
    assert [(one.paid.minor, one.taken_back) for one in shown] == [
        (142_500, True), (100, False), (200, False), (300, False), (400, False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "birthday, shown", [((3, 3), 0), ((3, 10), 7), ((3, 11), None), ((3, 2), None), ((2, 28), None)]
)
async def test_a_birthday_is_shown_within_a_week(shop: Shop, birthday: tuple[int, int], shown: int | None) -> None:
    page = await page_of(shop, await enrolled(shop, birthday=Birthday(*birthday)))
    assert (page.birthday_in if page.birthday else None) == shown


async def test_days_are_the_shops_own(shop: Shop, clock: Clock) -> None:
    clock.advance(hours=12)  # 3 March 21:00 UTC is 4 March in Moscow
    page = await page_of(shop, await enrolled(shop, birthday=Birthday(3, 4)))
    assert (page.birthday_in, page.since.day) == (0, 4)


async def test_who_brought_them(shop: Shop) -> None:
    inviter, friend = await enrolled(shop, 1, name="Ольга"), await enrolled(shop, 2)
    async with shop.storage.transaction() as tx:
        await tx.referrals.add(inviter=inviter, friend=friend, at=shop.now())
    assert (await page_of(shop, friend)).invited_by == "Ольга"
    assert (await page_of(shop, inviter)).invited_by is None


async def test_nobody_sees_the_page_of_the_erased(shop: Shop) -> None:
    customer = await enrolled(shop)
    async with shop.storage.transaction() as tx:
        await tx.customers.change(customer, erased_at=shop.now())
    assert await customer_page(shop, customer, language="ru", whole_phone=True) is None
    assert await customer_page(shop, CustomerId(404), language="ru", whole_phone=True) is None


async def test_a_note_is_kept_whole_and_once(shop: Shop) -> None:
    customer, long = await enrolled(shop), "<b>{name} محمد" * 1000
    first, second = [await write_note(shop, customer, long, by=MARIA, key="note:1") for _ in range(2)]
    assert isinstance(first, Noted)
    assert isinstance(second, Noted)
    assert (first.repeated, second.repeated) == (False, True)
    assert await all_notes(shop, customer) == [long]
    assert (await page_of(shop, customer)).has_more_notes
    assert await write_note(shop, CustomerId(404), "x", by=MARIA, key="note:2") == NoSuchCustomer()


@pytest.mark.parametrize(
    "source, invited, expected",
    [("vk", False, "Откуда: vk"), (None, False, "без метки"), ("vk", True, "По приглашению: Ольга")],
)
async def test_the_manager_chat_hears_of_a_new_customer_once(
    shop: Shop, source: str | None, invited: bool, expected: str
) -> None:
    inviter, customer = await enrolled(shop, 1, name="Ольга"), await enrolled(shop, 2, name="<Анна>")
    async with shop.storage.transaction() as tx:
        person, brought = await tx.customers.get(customer), await tx.customers.get(inviter)
        for _ in range(2):
            await announce_customer(tx, shop, person, source, brought if invited else None)
    (text,) = await posted(shop, chat_id=MANAGERS)
    assert "Новый клиент: &lt;Анна&gt;" in text
    assert expected in text
