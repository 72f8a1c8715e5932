"""What the till's buttons say: they stand under the customer's page, and each story handles its own."""

from texts.letter import Button, Rows
from texts.press import Press
from texts.words import Words


class ShowClient(Press, prefix="cp1"):
    """Their page, now."""

    customer: int


class ShowNotes(Press, prefix="cn2"):
    """Whatever was noted about them."""

    customer: int


class StartSale(Press, prefix="ss1"):
    """A sale without a coupon."""

    customer: int


class UseCoupon(Press, prefix="uc1"):
    """A sale with one of their coupons."""

    customer: int


class WithCoupon(Press, prefix="wc1"):
    """A sale with that one."""

    customer: int
    coupon: int


class SellFor(Press, prefix="sf1"):
    """That sum: what was typed could be read in two ways, or the discount was refused.

    question: the message of the question that it answers; 0: a command, which has none.
    """

    customer: int
    coupon: int  # 0: none
    amount: int  # minor units
    full: bool  # nothing is taken off
    question: int
    receipt: str  # empty: none


class UndoSale(Press, prefix="us1"):
    """It was a slip."""

    customer: int
    purchase: int
    coupon: int  # what it used up; 0: none


class StartRefusal(Press, prefix="sr1"):
    """They came and did not buy."""

    customer: int


class WordlessRefusal(Press, prefix="wr1"):
    """…and said nothing about it."""

    customer: int


class WriteNote(Press, prefix="wn1"):
    """Something to remember."""

    customer: int


def page_row(words: Words, customer: int) -> Rows:
    """Back to the customer's page."""
    return ((Button(words.plain("client-button-page"), ShowClient(customer=customer).pack()),),)
