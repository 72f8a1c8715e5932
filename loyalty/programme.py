"""The programme: everything that the business decides, as one validated model.

`parse` (see programme_file.py) turns the text of a `programme.toml` into a `Programme` or says where, what and how to
mend it. The models of each part stand beside their rules; this file puts them together.
"""

from datetime import time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import get_currency_precision, list_currencies
from pydantic import AfterValidator, Field

from loyalty.coupon import Offer
from loyalty.discount import DiscountRules, Tier
from loyalty.notation import Amount, AtMost, ClockTime, Duration, Limit, Localised, Rule, Slug
from loyalty.question import Survey
from loyalty.touchpoint import Segment, Touchpoint


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError('name a time zone of the IANA list, as "Europe/Moscow"')
    return name


def _currency(code: str) -> str:
    if code not in list_currencies():
        raise ValueError('name a currency by its ISO 4217 code, as "RUB"')
    return code


class QuietHours(Rule):
    """Nothing proactive between these local times; may span midnight."""

    start: ClockTime = Field(alias="from")
    end: ClockTime = Field(alias="to")


class ShopRules(Rule):
    """Who the shop is."""

    name: str = Field(min_length=1, max_length=64)
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Moscow"
    country: str = Field(default="RU", pattern="^[A-Z]{2}$")  # its holidays, and how phones without a prefix are read
    currency: Annotated[str, AfterValidator(_currency)] = "RUB"
    languages: tuple[Literal["ru", "en"], ...] = Field(default=("ru", "en"), min_length=1)
    quiet_hours: QuietHours = QuietHours(start=time(21), end=time(10))
    contact: str = ""  # how to reach a human outside the bot; shown in /help and in the consent document

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.timezone)

    def minor(self, amount: Amount) -> int:
        """Major units of the shop's currency → minor."""
        return int(amount.scaleb(get_currency_precision(self.currency)))


class CardRules(Rule):
    """Discount cards."""

    ean_prefix: str = Field(default="2900", pattern=r"^2\d{1,6}$")  # 20-29: EAN prefixes for use inside a shop
    named: bool = True
    valid_days: int = Field(default=0, ge=0)  # 0: for ever


class Reward(Rule):
    """What one side of a referral gets."""

    coupon: Slug


class ReferralRules(Rule):
    """Who brings a friend."""

    inviter: Reward
    friend: Reward
    after: Literal["first_purchase"] = "first_purchase"
    per_day: int = Field(default=5, ge=1)  # rewards of one inviter in a day
    text: Localised  # the ready words that are sent to the friend; {link} {shop} {percent}


class LadderRules(Rule):
    """Thresholds of the loyalty ladder."""

    repeat: int = Field(default=2, ge=2)  # purchases
    regular: int = Field(default=5, ge=2)
    advocate: int = Field(default=1, ge=1)  # friends who bought
    sleeping: Duration = timedelta(days=60)
    lost: Duration = timedelta(days=180)


class DeliveryRules(Rule):
    """What holds for everything proactive."""

    at_most: Limit = AtMost(1, timedelta(days=3))  # marketing messages to one person
    welcome_for: Duration = timedelta(days=1)
    obey_for: Duration = timedelta(minutes=30)  # a command that waited longer, the bot being away, is asked for again
    listen_for: Duration = timedelta(days=1)  # how long words count as the answer to what the shop asked


class PrivacyRules(Rule):
    """Whose personal data it is; fills the consent document."""

    operator: str = ""  # the legal name; empty: the shop's name
    document: Localised | None = None  # the shop's own wording instead of the built-in one


class Programme(Rule):
    """The whole file."""

    shop: ShopRules
    card: CardRules = CardRules()
    tiers: tuple[Tier, ...] = Field(min_length=1)
    discounts: DiscountRules = DiscountRules()
    offers: tuple[Offer, ...] = ()
    referral: ReferralRules | None = None
    ladder: LadderRules = LadderRules()
    delivery: DeliveryRules = DeliveryRules()
    privacy: PrivacyRules = PrivacyRules()
    segments: tuple[Segment, ...] = ()
    surveys: tuple[Survey, ...]
    touchpoints: tuple[Touchpoint, ...] = ()

    def survey(self, slug: str) -> Survey | None:
        """The survey of that id."""
        return next((survey for survey in self.surveys if survey.id == slug), None)

    def offer(self, slug: str) -> Offer | None:
        """The offer of that id."""
        return next((offer for offer in self.offers if offer.id == slug), None)

    def touchpoint(self, slug: str) -> Touchpoint | None:
        """The touchpoint of that id."""
        return next((touchpoint for touchpoint in self.touchpoints if touchpoint.id == slug), None)

    def segment(self, slug: str) -> Segment | None:
        """The segment of that id."""
        return next((segment for segment in self.segments if segment.id == slug), None)

    @property
    def enrolment(self) -> Survey:
        """The questionnaire for the card (its presence is checked when the file is loaded)."""
        return next(survey for survey in self.surveys if survey.id == "enrolment")
