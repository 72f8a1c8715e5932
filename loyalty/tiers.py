"""Which step of the card somebody has reached."""

from collections.abc import Sequence

from loyalty.discount import Tier
from loyalty.programme import ShopRules


def tier_after(spent: int, tiers: Sequence[Tier], shop: ShopRules) -> Tier:
    """The highest tier whose threshold `spent` reaches.

    spent: purchases less returns of the last 365 days, minor units; below zero counts as zero (a return of something
    that was bought before the window).
    tiers: ascending by threshold, the first at zero (checked when the programme is loaded).
    """
    reached = [tier for tier in tiers if max(spent, 0) >= shop.minor(tier.threshold)]
    return reached[-1]


def next_tier(spent: int, tiers: Sequence[Tier], shop: ShopRules) -> tuple[Tier, int] | None:
    """The next tier and what is missing to it, minor units; None on the last one."""
    above = (tier for tier in tiers if shop.minor(tier.threshold) > max(spent, 0))
    tier = next(above, None)
    return None if tier is None else (tier, shop.minor(tier.threshold) - max(spent, 0))
