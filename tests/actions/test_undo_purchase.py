import asyncio

from actions.shop import Shop
from actions.undo_purchase import NothingToUndo, Outcome, TooLate, Undone, UndoneBefore, undo_purchase
from loyalty.ids import CouponId, CustomerId, PurchaseId, TelegramId
from tests.actions.till import generous, given_coupon, posted, recorded, returned
from tests.shop import Clock, enrolled, with_programme


async def undone(shop: Shop, customer: CustomerId, purchase: PurchaseId, *, coupon: CouponId | None = None) -> Outcome:
    return await undo_purchase(shop, customer, purchase, coupon=coupon, by=TelegramId(7))


async def test_a_slip_is_taken_back_whole_and_once(shop: Shop) -> None:
    customer = await enrolled(shop)
    sale = await recorded(shop, customer, 1500)
    first, second = [await undone(shop, customer, sale.purchase.id) for _ in range(2)]
    assert isinstance(first, Undone)
    assert first.paid == sale.price.to_pay
    assert second == UndoneBefore()
    assert await returned(shop) == [142_500]


async def test_two_who_press_at_once_take_it_back_once(shop: Shop) -> None:
    customer = await enrolled(shop)
    sale = await recorded(shop, customer, 1500)
    await asyncio.gather(*(undone(shop, customer, sale.purchase.id) for _ in range(2)), return_exceptions=True)
    assert await returned(shop) == [142_500]


async def test_after_ten_minutes_it_is_a_return(shop: Shop, clock: Clock) -> None:
    customer = await enrolled(shop)
    sale = await recorded(shop, customer, 1500)
    clock.advance(minutes=10, seconds=1)
    assert await undone(shop, customer, sale.purchase.id) == TooLate()
    clock.advance(days=365)
    assert await undone(shop, customer, sale.purchase.id) == TooLate()
    assert await returned(shop) == []


async def test_the_coupon_is_theirs_again_under_a_new_code(shop: Shop) -> None:
    customer = await enrolled(shop)
    coupon = await given_coupon(shop, customer)
    sale = await recorded(shop, customer, 1500, coupon=coupon.id)
    outcome = await undone(shop, customer, sale.purchase.id, coupon=coupon.id)
    assert isinstance(outcome, Undone)
    assert outcome.coupon is not None
    async with shop.storage.reading() as tx:
        (again,) = await tx.coupons.valid_of(customer, now=shop.now())
    assert again == outcome.coupon
    assert again.code != coupon.code
    assert (again.percent, again.valid_until) == (coupon.percent, coupon.valid_until)
    assert (await recorded(shop, customer, 1500, key="right", coupon=again.id)).price.coupon_used


async def test_a_coupon_that_this_sale_did_not_use_is_not_given_again(shop: Shop, clock: Clock) -> None:
    customer = await enrolled(shop)
    coupon = await given_coupon(shop, customer)
    await recorded(shop, customer, 1500, key="with", coupon=coupon.id)
    clock.advance(minutes=1)
    plain = await recorded(shop, customer, 1500, key="without")
    outcome = await undone(shop, customer, plain.purchase.id, coupon=coupon.id)
    assert isinstance(outcome, Undone)
    assert outcome.coupon is None


async def test_the_customer_who_was_told_of_a_new_tier_is_told_that_it_was_a_slip(shop: Shop) -> None:
    customer = await enrolled(shop)
    sale = await recorded(shop, customer, 150_000)
    outcome = await undone(shop, customer, sale.purchase.id)
    assert isinstance(outcome, Undone)
    assert outcome.new_tier is not None
    assert [name in text for name, text in zip(("Платина", "Бронза"), await posted(shop), strict=True)] == [True, True]


async def test_somebody_elses_sale_or_none_at_all_is_nothing_to_take_back(shop: Shop) -> None:
    customer, other = await enrolled(shop, 1), await enrolled(shop, 2)
    sale = await recorded(shop, customer, 1500)
    assert await undone(shop, other, sale.purchase.id) == NothingToUndo()
    assert await undone(shop, customer, PurchaseId(404)) == NothingToUndo()
    assert await returned(shop) == []


async def test_what_cost_nothing_needs_no_money_back(shop: Shop) -> None:
    giving = with_programme(shop, generous(cap=100))
    customer = await enrolled(giving)
    coupon = await given_coupon(giving, customer, percent=100)
    sale = await recorded(giving, customer, 100, coupon=coupon.id)
    assert sale.purchase.amount == 0
    assert await undone(giving, customer, sale.purchase.id, coupon=coupon.id) == NothingToUndo()
