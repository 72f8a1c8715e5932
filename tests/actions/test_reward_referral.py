import pytest
import sqlalchemy as sa

from actions.shop import Shop
from loyalty.ids import CustomerId
from storage.schema import referrals
from tests.actions.till import posted, recorded, sold
from tests.shop import Clock, bought, enrolled, preset, with_programme


async def brought(shop: Shop, inviter: CustomerId, number: int) -> CustomerId:
    """A friend who came by the inviter's link and has not bought yet."""
    friend = await enrolled(shop, number, language="en")
    async with shop.storage.transaction() as tx:
        await tx.referrals.add(inviter=inviter, friend=friend, at=shop.now())
    return friend


async def states(shop: Shop) -> list[tuple[str, str | None]]:
    async with shop.storage.reading() as tx:
        query = sa.select(referrals.c.state, referrals.c.reason).order_by(referrals.c.id)
        return [(state, reason) for state, reason in await tx.connection.execute(query)]


async def test_both_sides_get_a_coupon_and_hear_of_it_in_their_own_language(shop: Shop) -> None:
    inviter = await enrolled(shop, 1)
    friend = await brought(shop, inviter, 2)
    assert (await recorded(shop, friend, 1000)).invitation_rewarded
    async with shop.storage.reading() as tx:
        theirs = [(await tx.coupons.valid_of(side, now=shop.now()))[0] for side in (inviter, friend)]
    assert [(coupon.offer, coupon.percent) for coupon in theirs] == [("friend-10", 10), ("welcome-10", 10)]
    assert theirs[0].code != theirs[1].code
    (to_inviter,), (to_friend,) = [await posted(shop, customer_id=side) for side in (inviter, friend)]
    assert "По вашему приглашению" in to_inviter
    assert theirs[0].code in to_inviter
    assert "Thank you for your first purchase" in to_friend
    assert theirs[1].code in to_friend
    assert await states(shop) == [("earned", None)]


async def test_the_second_purchase_earns_nothing_more(shop: Shop) -> None:
    inviter = await enrolled(shop, 1)
    friend = await brought(shop, inviter, 2)
    await recorded(shop, friend, 1000, key="first")
    await sold(shop, friend, 1000, key="first")
    assert not (await recorded(shop, friend, 1000, key="second")).invitation_rewarded
    assert len(await posted(shop)) == 2


async def test_the_inviters_own_purchase_earns_nothing(shop: Shop) -> None:
    inviter = await enrolled(shop, 1)
    await brought(shop, inviter, 2)
    assert not (await recorded(shop, inviter, 1000)).invitation_rewarded
    assert await states(shop) == [("pending", None)]


async def test_who_had_bought_before_they_came_is_no_new_customer(shop: Shop, clock: Clock) -> None:
    inviter = await enrolled(shop, 1)
    friend = await brought(shop, inviter, 2)
    await bought(shop, friend, 100, at=clock.now.replace(year=2025))
    await recorded(shop, friend, 1000)
    assert await states(shop) == [("refused", "already_customer")]
    assert await posted(shop) == []


async def test_a_clock_that_was_turned_back_costs_nobody_the_reward(shop: Shop, clock: Clock) -> None:
    friend = await brought(shop, await enrolled(shop, 1), 2)
    clock.advance(minutes=-59)
    assert (await recorded(shop, friend, 1000)).invitation_rewarded


async def test_two_people_without_a_phone_do_not_have_the_same_phone(shop: Shop) -> None:
    inviter = await enrolled(shop, 1, phone=None)
    friend = await brought(shop, inviter, 2)
    async with shop.storage.transaction() as tx:
        await tx.customers.change(friend, phone=None)
    await recorded(shop, friend, 1000)
    assert await states(shop) == [("earned", None)]


async def test_an_inviter_who_was_erased_earns_nothing(shop: Shop) -> None:
    inviter = await enrolled(shop, 1)
    friend = await brought(shop, inviter, 2)
    async with shop.storage.transaction() as tx:
        await tx.customers.change(inviter, erased_at=shop.now())
    await recorded(shop, friend, 1000)
    assert await states(shop) == [("refused", "unknown_code")]
    assert await posted(shop) == []


async def test_a_day_has_its_cap_and_the_next_day_its_own(shop: Shop, clock: Clock) -> None:
    rules = preset()
    assert rules.referral is not None
    strict = rules.referral.model_copy(update={"per_day": 2})
    capped = with_programme(shop, rules.model_copy(update={"referral": strict}))
    inviter = await enrolled(capped, 1)
    friends = [await brought(capped, inviter, number) for number in range(2, 6)]
    clock.advance(hours=11, minutes=59)  # a minute to midnight in Moscow
    for friend in friends[:3]:
        await recorded(capped, friend, 1000, key=f"sale {friend}")
    clock.advance(minutes=1)
    await recorded(capped, friends[3], 1000, key="after midnight")
    assert await states(capped) == [("earned", None)] * 2 + [("refused", "daily_cap")] + [("earned", None)]


@pytest.mark.parametrize("gone", ["referral", "offer"])
async def test_a_programme_that_promises_nothing_gives_nothing(shop: Shop, gone: str) -> None:
    changes = {"referral": None} if gone == "referral" else {"offers": ()}
    other = with_programme(shop, preset().model_copy(update=changes))
    inviter = await enrolled(other, 1)
    friend = await brought(other, inviter, 2)
    await recorded(other, friend, 1000)
    assert await posted(other) == []
