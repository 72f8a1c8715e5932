"""Do the discounts of the programme file make sense, and can the shop live with them?"""

from collections.abc import Iterator
from itertools import pairwise

from loyalty.checks.finding import Finding, unknown
from loyalty.checks.toml_lines import Path
from loyalty.discount import DiscountRules, highest_percent
from loyalty.programme import Programme


def findings(programme: Programme) -> Iterator[Finding]:
    """Everything that does not fit in tiers, offers, discounts and the referral."""
    yield from _of_tiers(programme)
    yield from _of_margin(programme.discounts)
    for path, percent in _discounts(programme):
        yield from _of_percent(path, percent, programme.discounts)
    yield from _of_referral(programme)


def _of_tiers(programme: Programme) -> Iterator[Finding]:
    tiers = programme.tiers
    if tiers[0].threshold:
        yield ("tiers", 0, "from"), "write 0: everybody has a tier from the first day"
    for place, (lower, higher) in enumerate(pairwise(tiers), start=1):
        if higher.threshold <= lower.threshold:
            yield ("tiers", place, "from"), f"write more than {lower.threshold}, where the tier above begins"


def _discounts(programme: Programme) -> Iterator[tuple[Path, int]]:
    """Every percentage that somebody may get."""
    for place, tier in enumerate(programme.tiers):
        yield ("tiers", place, "discount"), tier.discount
    for place, offer in enumerate(programme.offers):
        yield ("offers", place, "percent"), offer.percent


def _of_margin(rules: DiscountRules) -> Iterator[Finding]:
    if rules.usual_margin is not None and rules.usual_margin < rules.min_margin:
        yield (
            ("discounts", "min_margin"),
            f"write {rules.usual_margin} or less: the usual margin leaves no more even without a discount",
        )


def _of_percent(path: Path, percent: int, rules: DiscountRules) -> Iterator[Finding]:
    if percent > rules.cap:
        yield path, f"write {rules.cap} or less: that is the cap of [discounts]"
    elif rules.usual_margin is not None and rules.min_margin <= rules.usual_margin and percent > highest_percent(rules):
        cost, paid = 100 - rules.usual_margin, 100 - percent
        wanted = f"min_margin asks for {rules.min_margin} % of it"
        left = f"a loss of {cost - paid}" if paid < cost else f"{paid - cost} left, where {wanted}"
        yield path, f"write {highest_percent(rules)} or less: goods for 100 cost {cost} and would bring {paid}, {left}"


def _of_referral(programme: Programme) -> Iterator[Finding]:
    referral = programme.referral
    if referral is None:
        return
    for side, reward in (("inviter", referral.inviter), ("friend", referral.friend)):
        path = ("referral", side, "coupon")
        yield from unknown(path, reward.coupon, "offer", programme.offers)
        offer = programme.offer(reward.coupon)
        if offer is not None and offer.valid_for is None:
            yield path, f'give the offer "{offer.id}" a valid_for: here is no occasion to count days around'
