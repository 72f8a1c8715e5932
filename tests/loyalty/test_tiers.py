"""Which step of the card somebody has reached, and what is missing to the next."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.discount import Tier
from loyalty.programme import ShopRules
from loyalty.tiers import next_tier, tier_after

SHOP = ShopRules(name="Shop")
BRONZE, SILVER, GOLD = TIERS = (
    Tier(name={"*": "Bronze"}, threshold=Decimal(0), discount=5),
    Tier(name={"*": "Silver"}, threshold=Decimal(10_000), discount=7),
    Tier(name={"*": "Gold"}, threshold=Decimal("30000.50"), discount=10),
)


@pytest.mark.parametrize(
    "spent, tier",
    [(-500, BRONZE), (0, BRONZE), (999_999, BRONZE), (1_000_000, SILVER), (3_000_049, SILVER), (3_000_050, GOLD)],
)
def test_a_tier_is_reached_to_the_kopeck(spent: int, tier: Tier) -> None:
    assert tier_after(spent, TIERS, SHOP) == tier


def test_what_is_missing_is_said_in_minor_units() -> None:
    assert next_tier(999_000, TIERS, SHOP) == (SILVER, 1_000)
    assert next_tier(-500, TIERS, SHOP) == (SILVER, 1_000_000)
    assert next_tier(1_000_000, TIERS, SHOP) == (GOLD, 2_000_050)


def test_there_is_nothing_above_gold() -> None:
    assert next_tier(3_000_050, TIERS, SHOP) is None


@given(st.integers(-(10**6), 10**7))
def test_spending_what_is_missing_reaches_the_next_tier(spent: int) -> None:
    ahead = next_tier(spent, TIERS, SHOP)
    if ahead is not None:
        tier, missing = ahead
        assert tier_after(max(spent, 0) + missing, TIERS, SHOP) == tier
        assert tier_after(max(spent, 0) + missing - 1, TIERS, SHOP) != tier


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_who_spends_more_is_never_lower(less: int, more: int) -> None:
    lower, higher = sorted((less, more))
    assert tier_after(lower, TIERS, SHOP).discount <= tier_after(higher, TIERS, SHOP).discount
