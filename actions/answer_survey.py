"""Answering a survey: enrolment, CSAT, NPS, refusal polls, profiles. One engine for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from actions.announce_answers import announce_answers
from actions.finish_enrolment import finish_enrolment
from actions.issue_coupon import issue_coupon, promise_of
from actions.recognise import PhoneTaken, recognise
from actions.shop import Shop
from actions.survey_in_progress import ANSWERED, STEP, Going, answers_so_far, expect_answer, find_going, listens
from loyalty.customer import Customer
from loyalty.dates import birthday_of, kept_day
from loyalty.ids import CustomerId, ResponseId
from loyalty.survey import (
    AnswerValue,
    Ending,
    Given,
    Kind,
    Other,
    Question,
    SharedContact,
    Survey,
    Typed,
    Wrong,
    WrongAnswer,
    check,
    ending,
    next_question,
    offered,
    previous_question,
)
from storage.customers import birthday_columns
from storage.responses import Response
from storage.transaction import Transaction
from texts.questions import Asked
from texts.touchpoint_letters import Promise

__all__ = ["ANSWERED", "STEP", "Again", "Ask", "Finished", "Outcome", "Stale", "Taken", "answer_survey"]
__all__ += ["leave_survey", "resume_survey", "step_back"]


@dataclass(frozen=True, slots=True)
class Ask:
    """The next question."""

    asked: Asked
    customer: Customer


@dataclass(frozen=True, slots=True)
class Again:
    """The same question once more: the answer was not one."""

    asked: Asked
    customer: Customer
    why: WrongAnswer


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is left to ask, at this touch. `card`: it was the enrolment, and the card is theirs.

    promise: the coupon that an answer led to.
    """

    survey: Survey
    customer: Customer
    ending: Ending | None
    card: bool = False
    promise: Promise | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The phone belongs to another account, and nothing proves that it is this person's."""

    asked: Asked
    customer: Customer


@dataclass(frozen=True, slots=True)
class Stale:
    """The question was answered before, the survey is over, or was never this person's. waiting: the question that
    waits instead.
    """

    waiting: Ask | None = None


Outcome = Ask | Again | Finished | Taken | Stale


async def answer_survey(
    shop: Shop, customer: CustomerId, response: ResponseId, given: Given, *, question: str | None, key: str
) -> Outcome:
    """Take one answer and say what comes next.

    question: the id that the pressed button belongs to; None for what was typed or sent, which answers the question
    that waits. A press of a question that is no longer the waiting one is stale: answers are changed by "back". So are
    words that come so late that they are meant for somebody else (see `listens`); the buttons work on.
    key: of the update. The same update again (its reply failed, the process died before it was noted) is not taken for
    the answer to the next question, and says what it said.
    """
    async with shop.storage.transaction() as tx:
        before = await _answered_before(tx, shop, customer, response, key)
        if before is not None:
            return before
        going = await find_going(tx, shop, customer, response)
        if going is None:
            return Stale()
        if question is not None and question != going.asked.question.id:
            return Stale(Ask(going.asked, going.customer))
        if question is None and isinstance(given, Typed | Other) and not await listens(tx, shop, going):
            return Stale()
        today = shop.now().astimezone(shop.programme.shop.zone).date()
        checked = check(going.asked.question, given, today=today, country=shop.programme.shop.country)
        if isinstance(checked, Wrong):
            await expect_answer(tx, shop, going, after=None)
            return Again(going.asked, going.customer, checked.why)
        verified = isinstance(given, SharedContact) and given.own
        return await _accept(tx, shop, going, checked.value, verified=verified, key=key)


async def _answered_before(
    tx: Transaction, shop: Shop, customer: CustomerId, response: ResponseId, key: str
) -> Outcome | None:
    """What was said to the update `key` when it was handled first; None: it is new."""
    person = await tx.customers.find(customer)
    chat = None if person is None else person.telegram_id
    waiting = None if chat is None else await tx.dialogues.of(chat, chat)
    if person is None or waiting is None or waiting.data.get("after") != key:
        return None
    going = await find_going(tx, shop, customer, response)
    if going is not None:
        return Ask(going.asked, going.customer)
    found = await tx.responses.find(response)
    survey = None if found is None or found.finished_at is None else shop.programme.survey(found.survey)
    if found is None or survey is None:
        return None
    earlier, answers = await answers_so_far(tx, survey, found)
    return await _finished(tx, shop, person, found, survey, earlier | answers)


async def _accept(
    tx: Transaction, shop: Shop, going: Going, value: AnswerValue, *, verified: bool, key: str
) -> Outcome:
    now, asked = shop.now(), going.asked
    customer, answers = going.customer, dict(asked.answers)
    if asked.question.kind is Kind.PHONE and isinstance(value, str):
        recognised = await recognise(tx, customer, value, verified=verified)
        if isinstance(recognised, PhoneTaken):
            return Taken(asked, customer)
        customer = recognised
        answers |= await _known_already(tx, asked, customer, shop)
    else:
        await _fill(tx, customer, asked.question, value)
    answers[asked.question.id] = value
    await tx.responses.answer(going.response.id, asked.question.id, value, now=now)
    customer = await tx.customers.get(customer.id)
    asked = replace(asked, answers=answers)
    await announce_answers(tx, shop, customer, asked, value, key=key)
    return await _next(tx, shop, Going(customer, going.response, asked), key)


async def _next(tx: Transaction, shop: Shop, going: Going, key: str) -> Outcome:
    asked = going.asked
    question = next_question(asked.survey, asked.answers, asked.before)
    if question is None:
        return await _finish(tx, shop, going, key)
    going = going.at(question, dict(asked.answers))
    await expect_answer(tx, shop, going, after=key)
    return Ask(going.asked, going.customer)


async def _finish(tx: Transaction, shop: Shop, going: Going, key: str) -> Finished:
    customer, survey = going.customer, going.asked.survey
    await tx.responses.finish(going.response.id, now=shop.now())
    await expect_answer(tx, shop, going, step=ANSWERED, after=key)
    if survey.id == shop.programme.enrolment.id:
        await finish_enrolment(tx, shop, customer)
    return await _finished(tx, shop, customer, going.response, survey, going.asked.answers)


async def _finished(
    tx: Transaction,
    shop: Shop,
    customer: Customer,
    response: Response,
    survey: Survey,
    answers: Mapping[str, AnswerValue],
) -> Finished:
    card = survey.id == shop.programme.enrolment.id
    offer = shop.programme.offer(offered(survey, answers) or "")
    promise = None
    if offer is not None:  # by the same key it is the same coupon, whatever is said once more
        promise = promise_of(shop, await issue_coupon(tx, shop, customer.id, offer, key=f"response:{response.id}"))
    return Finished(survey, await tx.customers.get(customer.id), ending(survey, answers), card, promise)


async def _fill(tx: Transaction, customer: Customer, question: Question, value: AnswerValue) -> None:
    """Put the answer where the customer's own column is."""
    if question.fills is None or question.fills == "phone" or not isinstance(value, str):
        return
    if question.fills == "birthday":
        await tx.customers.change(customer.id, **birthday_columns(birthday_of(value)))
    else:
        await tx.customers.change(customer.id, **{question.fills: value})


async def _known_already(tx: Transaction, asked: Asked, customer: Customer, shop: Shop) -> dict[str, AnswerValue]:
    """What an imported customer's record answers already: it is not asked again."""
    birthday = customer.birthday
    known: dict[str, AnswerValue] = {"name": customer.name, "email": customer.email, "gender": customer.gender}
    if birthday is not None:
        known["birthday"] = kept_day(birthday)
    found: dict[str, AnswerValue] = {}
    for question in asked.survey.questions:
        value = known.get(question.fills or "")
        if value and question.id not in asked.answers:
            await tx.responses.answer(asked.response, question.id, value, now=shop.now())
            found[question.id] = value
    return found


async def resume_survey(shop: Shop, customer: CustomerId, response: ResponseId) -> Outcome:
    """The question that waits, once more; a cancelled survey is opened again."""
    async with shop.storage.transaction() as tx:
        found = await tx.responses.find(response)
        if found is not None and found.customer_id == customer and found.finished_at is None:
            await tx.responses.reopen(response, now=shop.now())
        going = await find_going(tx, shop, customer, response)
        if going is None:
            return Stale()
        await expect_answer(tx, shop, going, after=None)
        return Ask(going.asked, going.customer)


async def step_back(
    shop: Shop, customer: CustomerId, response: ResponseId, *, question: str | None, key: str
) -> Outcome:
    """Take back the answer before the waiting question, and ask it again. Pressed twice, it goes back once."""
    async with shop.storage.transaction() as tx:
        before = await _answered_before(tx, shop, customer, response, key)
        if before is not None:
            return before
        going = await find_going(tx, shop, customer, response)
        if going is None:
            return Stale()
        if question is not None and question != going.asked.question.id:
            return Stale(Ask(going.asked, going.customer))
        asked = going.asked
        previous = previous_question(asked.survey, asked.answers, asked.question, asked.before)
        if previous is not None:
            await tx.responses.forget(response, previous.id)
            left = {id: value for id, value in asked.answers.items() if id != previous.id}
            going = going.at(previous, left, asked.answers[previous.id])
        await expect_answer(tx, shop, going, after=key)
        return Ask(going.asked, going.customer)


async def leave_survey(shop: Shop, customer: Customer, response: ResponseId) -> bool:
    """Leave it; what was answered stays, and it can be resumed. False where there was nothing to leave."""
    async with shop.storage.transaction() as tx:
        found = await tx.responses.find(response)
        if found is None or found.customer_id != customer.id:
            return False
        if not found.open:
            if not tx.again:
                tx.changes_nothing()
            return tx.again and found.cancelled_at is not None
        await tx.responses.cancel(response, now=shop.now())
        if customer.telegram_id is not None:
            await tx.dialogues.end(customer.telegram_id, customer.telegram_id)
    return True
