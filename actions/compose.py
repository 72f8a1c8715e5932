"""Writing a touch when it leaves: the owner's words for this person, a coupon of their own, the first question."""

from dataclasses import dataclass, replace

from actions.fill_blanks import Touch, day_of, fill_blanks
from actions.issue_coupon import issue_coupon, promise_of
from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.ids import ResponseId
from loyalty.notation import in_language
from loyalty.question import Kind
from loyalty.survey import AnswerValue, Survey, next_question
from loyalty.template import blanks
from loyalty.touchpoint import Category, Trigger
from storage.due_events import PURCHASE
from storage.transaction import Transaction
from texts.letter import Letter
from texts.programme_words import render
from texts.questions import TYPED, Asked
from texts.touchpoint_letters import Parts, Promise, touchpoint_letter


@dataclass(frozen=True, slots=True)
class Composed:
    """expects: the response whose question is answered by typing, so the bot has to wait for it."""

    letter: Letter
    expects: ResponseId | None = None


async def compose(tx: Transaction, shop: Shop, touch: Touch) -> Composed | None:
    """The letter of a touch, its coupon issued and its survey begun. Composed again after a crash, it is the same.

    None: what it was about has been settled meanwhile (they bought, answered, brought it back). KeyError: the owner's
    words name something that nobody knows.
    """
    settled = _bought_since(touch) or await _brought_back(tx, touch)
    asking = None if settled else await _asking(tx, shop, touch)
    if asking is None:
        return None
    parts, rule, customer = asking, touch.rule, touch.customer
    language = language_of(shop, customer)
    promise = await _promise(tx, shop, touch)
    values = await fill_blanks(tx, shop, touch, promise, language)
    text = render(rule.text, language, values)
    if promise is not None:
        named = "coupon" in blanks(in_language(rule.text, language))
        parts = replace(parts, code=promise.code, promise=None if named else promise)
    invite = rule.invite and shop.programme.referral is not None and customer.invite_code is not None
    stoppable = None if rule.category is Category.SERVICE else touch.due.id
    parts = replace(parts, invite=invite, stoppable=stoppable)
    letter = touchpoint_letter(shop.texts.words(language), text, parts, values)
    typed = parts.asked is not None and parts.asked.question.kind in TYPED
    return Composed(letter, parts.asked.response if parts.asked is not None and typed else None)


def language_of(shop: Shop, customer: Customer) -> str:
    """Theirs, where the shop speaks it."""
    spoken = shop.programme.shop.languages
    return customer.language if customer.language in spoken else spoken[0]


def _bought_since(touch: Touch) -> bool:
    """The silence that was planned for is over."""
    return touch.rule.on is Trigger.SILENCE and touch.customer.last_purchase_at != touch.due.anchor_at


async def _brought_back(tx: Transaction, touch: Touch) -> bool:
    """The purchase that was to be asked about was a slip at the till, or has been returned."""
    if touch.rule.on is not Trigger.PURCHASE:
        return False
    purchase = touch.due.occurrence.removeprefix(f"{PURCHASE}:")
    return purchase.isdigit() and await tx.purchases.brought_back(int(purchase))  # a preview is of none


async def _asking(tx: Transaction, shop: Shop, touch: Touch) -> Parts | None:
    """What is asked, if anything; None: there should have been something, and nothing is left of it."""
    if touch.rule.on is Trigger.UNFINISHED:
        left = await tx.responses.find(int(touch.due.occurrence))
        stands = left is not None and left.open and left.touched_at == touch.due.anchor_at
        return Parts(resume=left.id) if left is not None and stands else None
    survey = shop.programme.survey(touch.rule.survey) if touch.rule.survey else None
    if survey is None:
        return Parts()
    asked = await _begun(tx, shop, touch, survey)
    if asked is not None and asked.question.kind is Kind.PHONE:  # its button can only stand below the input field
        return Parts(resume=asked.response)
    return Parts(asked=asked) if asked is not None else None


async def _begun(tx: Transaction, shop: Shop, touch: Touch, survey: Survey) -> Asked | None:
    """The first open question of this touch. A survey in portions goes on where the touches before it ended."""
    occasion, customer = f"message:{touch.due.id}", touch.customer.id
    earlier: dict[str, AnswerValue] = {}
    answers: dict[str, AnswerValue] = {}
    latest = await tx.responses.of(customer, survey.id)
    again = latest is not None and latest.occasion == occasion  # sent once more after a crash
    if latest is not None and survey.portion:
        earlier = await tx.responses.earlier_answers(latest)
    if latest is not None and (again or survey.portion):
        answers = await tx.responses.answers_of(latest.id)
    if not again:
        earlier, answers = earlier | answers, {}
    answers = earlier | answers
    question = next_question(survey, answers, earlier)
    if question is None:
        return None
    response = await tx.responses.start(survey.id, customer, occasion, now=shop.now(), message=touch.due.id)
    return Asked(survey, question, response.id, answers, frozenset(earlier))


async def _promise(tx: Transaction, shop: Shop, touch: Touch) -> Promise | None:
    offer = shop.programme.offer(touch.rule.offer) if touch.rule.offer else None
    if offer is None:
        return None
    key, occasion = f"message:{touch.due.id}", day_of(shop, touch)
    coupon = await issue_coupon(tx, shop, touch.customer.id, offer, key=key, occasion=occasion)
    return promise_of(shop, coupon)
