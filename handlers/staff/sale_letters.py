"""How a sale is answered at the till: the sum to pay and why, or why not and what can be done instead."""

from actions.customer_page import offer_name
from actions.record_purchase import (
    CouponRefused,
    NoSuchCustomer,
    Outcome,
    Recorded,
    Repeated,
    Sale,
    TooCheap,
)
from actions.shop import Shop
from actions.undo_purchase import Undone
from handlers.staff.buttons import StartSale, UndoSale, page_row
from handlers.staff.unsold import coupon_trouble, rows_without
from loyalty.discount import Tier
from loyalty.money import Money
from loyalty.notation import in_language
from storage.purchases import Purchase
from texts.formats import Percent
from texts.letter import Button, Letter, Rows
from texts.till import Priced, below_margin_line, called, lines, price_line
from texts.values import Html
from texts.words import Words


def outcome_letter(shop: Shop, words: Words, sale: Sale, outcome: Outcome, *, question: int = 0) -> Letter:
    """What to say and to offer. question: the message of the question that the sale answers; 0: a command."""
    match outcome:
        case Recorded():
            return _recorded(shop, words, sale, outcome)
        case Repeated():
            return _repeated(shop, words, sale, outcome, asked=question != 0)
        case TooCheap(_, below, coupon):
            text = below_margin_line(words, below, coupon=coupon is not None)
            return Letter(text, rows_without(words, sale, full=coupon is None, question=question))
        case CouponRefused():
            rows = rows_without(words, sale, full=False, question=question)
            return Letter(coupon_trouble(shop, words, outcome), rows)
        case NoSuchCustomer():
            return Letter(words("client-gone"))


def _recorded(shop: Shop, words: Words, sale: Sale, done: Recorded) -> Letter:
    offer = offer_name(shop, done.coupon, words.language) if done.coupon else None
    priced = Priced(sale.amount, done.price, in_language(done.stood.tier.name, words.language), offer)
    text = lines(
        words("sale-recorded", name=called(words, done.customer.name)),
        price_line(words, priced),
        words("sale-receipt", receipt=done.purchase.receipt) if done.purchase.receipt else None,
        _about_coupon(words, done, offer),
        words("sale-card-expired") if done.stood.expired_at and not sale.full_price else None,
        _renewed(shop, words, done),
        _new_tier(words, "sale-tier-changed", done.new_tier),
        words("sale-invitation-rewarded") if done.invitation_rewarded else None,
    )
    used = done.coupon.id if done.coupon and done.price.coupon_used else 0
    return Letter(text, _after(words, done.purchase, used))


def _renewed(shop: Shop, words: Words, done: Recorded) -> Html | None:
    if done.card_renewed is None:
        return None
    until = done.card_renewed.until
    if until is None:
        return words("sale-card-renewed")
    return words("sale-card-renewed-until", day=until.astimezone(shop.programme.shop.zone).date())


def _about_coupon(words: Words, done: Recorded, offer: str | None) -> Html | None:
    if offer is None:
        return None
    return words("sale-coupon-used" if done.price.coupon_used else "sale-coupon-kept", offer=offer)


def _new_tier(words: Words, key: str, tier: Tier | None) -> Html | None:
    if tier is None:
        return None
    return words(key, tier=in_language(tier.name, words.language), percent=Percent(tier.discount))


def _after(words: Words, sold: Purchase, used_coupon: int) -> Rows:
    if not sold.amount:  # nothing was paid, so there is nothing to give back
        return page_row(words, sold.customer_id)
    undo = UndoSale(customer=sold.customer_id, purchase=sold.id, coupon=used_coupon)
    return ((Button(words.plain("sale-button-undo"), undo.pack()),), *page_row(words, sold.customer_id))


def _repeated(shop: Shop, words: Words, sale: Sale, before: Repeated, *, asked: bool) -> Letter:
    sold, name = before.purchase, called(words, before.customer.name)
    if sold.customer_id != sale.customer and sold.receipt:
        other = words("sale-repeated-other", receipt=sold.receipt, name=name)
        return Letter(other, page_row(words, before.customer.id))
    paid, saved = Money(sold.amount, sold.currency), Money(sold.discount, sold.currency)
    if before.unheard and not before.undone:
        recorded = words("sale-recorded-sum", name=name, paid=paid, discount=saved, saved=saved.minor > 0)
        return Letter(recorded, _after(words, sold, sale.coupon or 0))
    at = sold.at.astimezone(shop.programme.shop.zone)
    text = lines(
        words("sale-repeated-undone") if before.undone else words("sale-repeated", at=at),
        words("sale-repeated-sum", name=name, paid=paid, discount=saved, saved=saved.minor > 0),
        words("sale-repeated-used") if asked else None,
    )
    again = Button(words.plain("client-button-sale"), StartSale(customer=sold.customer_id).pack())
    return Letter(text, ((again,), *page_row(words, sold.customer_id)))


def undone_letter(words: Words, undone: Undone) -> Letter:
    """What was taken back."""
    text = lines(
        words("sale-undone", name=called(words, undone.customer.name), paid=undone.paid),
        words("sale-undone-coupon", code=undone.coupon.code) if undone.coupon else None,
        _new_tier(words, "sale-undone-tier", undone.new_tier),
    )
    again = Button(words.plain("client-button-sale"), StartSale(customer=undone.customer.id).pack())
    return Letter(text, ((again,), *page_row(words, undone.customer.id)))
