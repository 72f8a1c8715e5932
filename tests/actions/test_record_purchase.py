import asyncio
from datetime import timedelta

from actions.record_purchase import CouponRefused, NoSuchCustomer, Recorded, Repeated, Sale, TooCheap, record_purchase
from actions.renew_card import Renewed
from actions.shop import Shop
from actions.undo_purchase import undo_purchase
from loyalty.coupon import AlreadyUsed, Expired, SomebodyElses, TooEarly
from loyalty.discount import Because
from loyalty.ids import CouponId, CustomerId, TelegramId
from tests.actions.till import count, generous, given_coupon, posted, recorded, roubles, sold
from tests.shop import Clock, bought, enrolled, with_programme


async def test_the_tiers_discount_is_taken_off_and_kept_beside_what_was_paid(shop: Shop) -> None:
    customer = await enrolled(shop)
    outcome = await recorded(shop, customer, 1500, receipt="42", recorded_by=TelegramId(7))
    assert outcome.price.to_pay == roubles(1425)
    assert outcome.price.because == (Because.TIER,)
    async with shop.storage.reading() as tx:
        kept = await tx.purchases.last_of(customer, limit=2)
        person = await tx.customers.get(customer)
    assert [(sale.amount, sale.discount, sale.receipt, sale.at) for sale in kept] == [(142500, 7500, "42", shop.now())]
    assert (person.purchase_count, person.first_purchase_at) == (1, shop.now())


async def test_a_plain_sale_is_no_reason_to_write_to_anybody(shop: Shop) -> None:
    await recorded(shop, await enrolled(shop), 1500)
    assert await posted(shop) == []


async def test_the_same_key_is_the_same_sale_whatever_the_amount(shop: Shop) -> None:
    customer = await enrolled(shop)
    first = await recorded(shop, customer, 1500)
    again = await sold(shop, customer, 1600)
    assert isinstance(again, Repeated)
    assert again.purchase == first.purchase
    assert await count(shop) == 1


async def test_the_same_receipt_is_the_same_sale(shop: Shop) -> None:
    customer, other = await enrolled(shop, 1), await enrolled(shop, 2)
    await recorded(shop, customer, 1500, key="a", receipt="42")
    own, others = [await sold(shop, who, 1500, key=key, receipt="42") for who, key in ((customer, "b"), (other, "c"))]
    assert isinstance(own, Repeated)
    assert isinstance(others, Repeated)
    assert others.customer.id == customer
    assert await count(shop) == 1


async def test_two_sales_without_a_receipt_are_two_sales(shop: Shop) -> None:
    customer = await enrolled(shop)
    for key in ("a", "b"):
        await recorded(shop, customer, 1500, key=key)
    assert await count(shop) == 2


async def test_the_discount_is_that_of_the_tier_before_the_sale_and_the_next_is_told_once(shop: Shop) -> None:
    customer = await enrolled(shop, language="en")
    outcome = await recorded(shop, customer, 16000)
    assert outcome.price.percent_shown == 5
    assert outcome.new_tier is not None
    assert outcome.new_tier.discount == 7
    assert isinstance(await sold(shop, customer, 16000), Repeated)
    told = await posted(shop, customer_id=customer)
    assert len(told) == 1
    assert "Silver" in told[0]
    assert (await recorded(shop, customer, 1000, key="next")).price.percent_shown == 7


async def test_what_was_bought_more_than_a_year_ago_no_longer_counts(shop: Shop, clock: Clock) -> None:
    customer = await enrolled(shop)
    await bought(shop, customer, 5_000_000, at=shop.now() - timedelta(days=365))
    clock.advance(days=0)
    assert (await recorded(shop, customer, 1000, key="a")).price.percent_shown == 10
    clock.advance(days=1)
    assert (await recorded(shop, customer, 1000, key="b")).price.percent_shown == 5


async def test_a_coupon_is_used_up_by_the_sale(shop: Shop) -> None:
    customer = await enrolled(shop)
    coupon = await given_coupon(shop, customer)
    outcome = await recorded(shop, customer, 1000, coupon=coupon.id)
    assert (outcome.price.to_pay, outcome.price.because) == (roubles(850), (Because.COUPON,))
    again = await sold(shop, customer, 1000, key="again", coupon=coupon.id)
    assert isinstance(again, CouponRefused)
    assert again.checked == AlreadyUsed(shop.now())
    assert await count(shop) == 1


async def test_a_coupon_that_adds_nothing_is_kept(shop: Shop) -> None:
    customer = await enrolled(shop)
    coupon = await given_coupon(shop, customer, percent=3)
    assert not (await recorded(shop, customer, 1000, coupon=coupon.id)).price.coupon_used
    async with shop.storage.reading() as tx:
        assert [left.id for left in await tx.coupons.valid_of(customer, now=shop.now())] == [coupon.id]


async def test_coupons_that_do_not_count_record_nothing_and_say_why(shop: Shop, clock: Clock) -> None:
    customer, other = await enrolled(shop, 1), await enrolled(shop, 2)
    late = await given_coupon(shop, customer, days=1)
    strange = await given_coupon(shop, other)
    clock.advance(days=3)
    early = await given_coupon(shop, customer, percent=7)
    clock.advance(days=-1)
    reasons = []
    for id in (late.id, strange.id, early.id, CouponId(999)):
        outcome = await sold(shop, customer, 1000, key=f"with {id}", coupon=id)
        assert isinstance(outcome, CouponRefused)
        reasons.append(outcome.checked)
    assert reasons == [Expired(late.valid_until), SomebodyElses(), TooEarly(early.valid_from), None]
    assert await count(shop) == 0


async def test_two_tills_use_one_coupon_once(shop: Shop) -> None:
    customer = await enrolled(shop)
    coupon = await given_coupon(shop, customer)
    both = await asyncio.gather(
        *(sold(shop, customer, 1000, key=key, coupon=coupon.id) for key in ("one till", "another"))
    )
    assert sorted(type(outcome).__name__ for outcome in both) == ["CouponRefused", "Recorded"]
    assert await count(shop) == 1


async def test_a_discount_below_the_margin_is_refused_with_the_numbers(shop: Shop) -> None:
    tight = with_programme(shop, generous(cap=50, usual_margin=20, min_margin=10))
    customer = await enrolled(tight)
    coupon = await given_coupon(tight, customer, percent=30)
    outcome = await sold(tight, customer, 390, coupon=coupon.id)
    assert isinstance(outcome, TooCheap)
    assert (outcome.below.to_pay, outcome.below.cost) == (roubles(273), roubles(312))
    assert outcome.below.margin_left == -3900
    assert await count(tight) == 0
    assert isinstance(await sold(tight, customer, 390), Recorded)
    async with tight.storage.reading() as tx:
        assert len(await tx.coupons.valid_of(customer, now=tight.now())) == 1


async def test_where_even_the_card_is_too_much_the_full_price_is_possible(shop: Shop) -> None:
    tight = with_programme(shop, generous(usual_margin=10, min_margin=10))
    customer = await enrolled(tight)
    assert isinstance(await sold(tight, customer, 1000), TooCheap)
    outcome = await recorded(tight, customer, 1000, full_price=True)
    assert outcome.price.to_pay == roubles(1000)


async def test_an_expired_card_gives_no_discount(shop: Shop, clock: Clock) -> None:
    async with shop.storage.transaction() as tx:
        customer = await tx.customers.add(language="ru", now=shop.now(), phone="+79160000001")
        await tx.cards.issue(
            customer, number=str, token="t", now=shop.now(), valid_until=shop.now() + timedelta(days=1)
        )
    assert (await recorded(shop, customer, 1000, key="a")).price.percent_shown == 5
    clock.advance(days=2)
    outcome = await recorded(shop, customer, 1000, key="b")
    assert outcome.price.discount == 0
    assert outcome.stood.expired_at is not None


async def test_a_sale_renews_an_expired_card_for_the_next_one(shop: Shop, clock: Clock) -> None:
    rules = shop.programme.model_copy(update={"card": shop.programme.card.model_copy(update={"valid_days": 365})})
    shop = with_programme(shop, rules)
    async with shop.storage.transaction() as tx:
        customer = await tx.customers.add(language="ru", now=shop.now(), phone="+79160000001")
        await tx.cards.issue(
            customer, number=str, token="t", now=shop.now(), valid_until=shop.now() + timedelta(days=365)
        )
    clock.advance(days=364)
    assert (await recorded(shop, customer, 1000, key="a")).card_renewed is None, "a valid one keeps its day"
    clock.advance(days=2)
    late = await recorded(shop, customer, 1000, key="b")
    assert late.price.discount == 0
    assert late.card_renewed == Renewed(shop.now() + timedelta(days=365))
    again = await sold(shop, customer, 1000, key="b")
    assert isinstance(again, Repeated)
    clock.advance(days=300)
    next_one = await recorded(shop, customer, 1000, key="c")
    assert (next_one.price.percent_shown, next_one.card_renewed) == (5, None)


async def test_nobody_sells_to_the_erased_or_the_unknown(shop: Shop) -> None:
    erased = await enrolled(shop)
    async with shop.storage.transaction() as tx:
        await tx.customers.change(erased, erased_at=shop.now())
    for customer in (erased, CustomerId(404)):
        assert await sold(shop, customer, 1000) == NoSuchCustomer()
    assert await count(shop) == 0


async def test_a_till_that_counts_by_itself_reports_what_was_paid_and_when(shop: Shop) -> None:
    customer = await enrolled(shop)
    yesterday = shop.now() - timedelta(days=1)
    sale = Sale(customer, roubles(900), "7", full_price=True, at=yesterday, items="хлеб")
    assert isinstance(await record_purchase(shop, sale, key="till:7"), Recorded)
    async with shop.storage.reading() as tx:
        person = await tx.customers.get(customer)
    assert person.last_purchase_at == yesterday


async def test_a_receipt_whose_sale_was_taken_back_may_be_sold_again(shop: Shop) -> None:
    customer = await enrolled(shop)
    slip = await recorded(shop, customer, 15000, key="a", receipt="42")
    await undo_purchase(shop, customer, slip.purchase.id, coupon=None, by=TelegramId(7))
    right = await recorded(shop, customer, 1500, key="b", receipt="42")
    assert right.purchase.receipt == "42/2"
    assert isinstance(await sold(shop, customer, 1500, key="c", receipt="42"), Repeated)
    assert await count(shop) == 2
