"""The page of a customer, as staff see it at the till: everything at a glance, in one message."""

from dataclasses import dataclass
from datetime import date

from loyalty.customer import Birthday, Stage
from loyalty.ids import CouponId, CustomerId
from loyalty.money import Money
from texts.formats import Percent
from texts.lengths import shortened, size
from texts.till import called, lines
from texts.values import Html, Value
from texts.words import Words

LIMIT = 4096  # Telegram's, for a message
COUPONS, PURCHASES, NOTES, TAGS = 8, 5, 5, 10  # shown; the number of the others is said
NOTE, LABEL, TAG = 240, 64, 24  # units of Telegram HTML of a note, of an offer's or a tier's name, of a tag


@dataclass(frozen=True, slots=True)
class CouponOnPage:
    """A coupon that is valid now or will be. Days are the shop's."""

    id: CouponId
    offer: str
    gain: Percent | Money
    code: str
    until: date
    since: date | None = None  # not yet


@dataclass(frozen=True, slots=True)
class PurchaseOnPage:
    """`day` is the shop's; `taken_back`: it was a slip at the till."""

    day: date
    paid: Money
    discount: Money
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Worth:
    """What the card is worth now. `spent`: in the last 365 days."""

    tier: str
    percent: int
    card: str | None
    card_expired: date | None
    spent: Money
    next_tier: str | None
    missing: Money | None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Everything that stands on it, in the language of the reader."""

    id: CustomerId
    name: str | None
    phone: str | None  # masked where more people than the reader may see it
    stage: Stage
    worth: Worth
    coupons: tuple[CouponOnPage, ...]
    purchases: tuple[PurchaseOnPage, ...]
    silent_days: int | None
    birthday: Birthday | None  # None unless it is within a week
    birthday_in: int
    tags: tuple[str, ...]
    notes: tuple[str, ...]  # the newest first; one more than is shown tells that there are others
    source: str | None
    invited_by: str | None
    reachable: bool
    since: date

    @property
    def has_more_notes(self) -> bool:
        """Whether some of what was noted does not fit."""
        return len(self.notes) > NOTES or any(shortened(note, NOTE) != note for note in self.notes)


def page_text(words: Words, page: CustomerPage) -> Html:
    """At most 4096 units; where it would be more, the oldest notes give way."""
    for notes in range(min(NOTES, len(page.notes)), -1, -1):
        text = _text(words, page, notes)
        if size(text) <= LIMIT:
            return text
    raise ValueError("a page without notes does not fit: a limit above is wrong")


def _text(words: Words, page: CustomerPage, notes: int) -> Html:
    parts = (_who(words, page), _worth(words, page.worth), _coupons(words, page), _history(words, page))
    return Html("\n\n".join(part for part in (*parts, _known(words, page, notes)) if part))


def _who(words: Words, page: CustomerPage) -> str:
    card = page.worth.card
    return lines(
        words("client-name", name=called(words, page.name)),
        words("client-phone", phone=page.phone) if page.phone else words("client-no-phone"),
        words("client-card", number=card) if card else words("client-no-card"),
        _birthday(words, page),
        None if page.reachable else words("client-unreachable"),
    )


def _birthday(words: Words, page: CustomerPage) -> Html | None:
    if page.birthday is None:
        return None
    return words("client-birthday", day=Birthday(page.birthday.month, page.birthday.day), days=page.birthday_in)


def _worth(words: Words, worth: Worth) -> str:
    above = None
    if worth.next_tier is not None and worth.missing is not None:
        above = words("client-next-tier", tier=shortened(worth.next_tier, LABEL), missing=worth.missing)
    return lines(
        words("client-tier", tier=shortened(worth.tier, LABEL), percent=Percent(worth.percent)),
        words("client-card-expired", day=worth.card_expired) if worth.card_expired else None,
        words("client-spent", spent=worth.spent),
        above,
    )


def _coupons(words: Words, page: CustomerPage) -> str:
    if not page.coupons:
        return words("client-no-coupons")
    shown = [coupon_line(words, coupon) for coupon in page.coupons[:COUPONS]]
    more = len(page.coupons) - len(shown)
    return lines(words("client-coupons"), *shown, words("client-more", count=more) if more else None)


def coupon_line(words: Words, coupon: CouponOnPage) -> Html:
    """One coupon: what it gives, until when, its code."""
    facts: dict[str, Value] = {"gain": coupon.gain, "code": coupon.code, "until": coupon.until}
    facts["offer"] = shortened(coupon.offer, LABEL)
    if coupon.since is not None:
        return words("client-coupon-later", **facts, since=coupon.since)
    return words("client-coupon", **facts)


def _history(words: Words, page: CustomerPage) -> str:
    stage = words("client-stage", stage=page.stage.value)
    if not page.purchases:
        return lines(stage, words("client-no-purchases"))
    silence = words("client-silence", days=page.silent_days) if page.silent_days is not None else None
    return lines(stage, silence, words("client-purchases"), *(_purchase(words, one) for one in page.purchases))


def _purchase(words: Words, one: PurchaseOnPage) -> Html:
    saved = one.discount.minor > 0
    return words(
        "client-purchase", day=one.day, paid=one.paid, discount=one.discount, saved=saved, undone=one.taken_back
    )


def _known(words: Words, page: CustomerPage, notes: int) -> str:
    more = len(page.tags) - TAGS
    tags = ", ".join(shortened(tag, TAG) for tag in page.tags[:TAGS]) + (f" +{more}" if more > 0 else "")
    noted = [words("client-note", note=shortened(note, NOTE)) for note in page.notes[:notes]]
    return lines(
        words("client-since", day=page.since),
        words("client-source", source=shortened(page.source, LABEL)) if page.source else None,
        words("client-invited-by", name=called(words, page.invited_by, LABEL)) if page.invited_by else None,
        words("client-tags", tags=tags) if tags else None,
        words("client-notes") if noted else None,
        *noted,
    )
