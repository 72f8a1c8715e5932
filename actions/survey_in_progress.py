"""A survey that somebody is going through: the question that waits, and what is remembered until it is answered."""

from dataclasses import dataclass, replace
from typing import Any

from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.ids import CustomerId, ResponseId
from loyalty.survey import AnswerValue, Kind, Question, Survey, next_question
from storage.dialogues import Dialogue
from storage.responses import Response
from storage.transaction import Transaction
from texts.questions import Asked

STEP = "answer"  # the dialogue's step while a survey waits
ANSWERED = "answered"  # …and once it is over: waits for nothing, and knows the last update's answer again


@dataclass(frozen=True, slots=True)
class Going:
    """remembered: what is marked of several choices stands in the dialogue, and not only on the buttons."""

    customer: Customer
    response: Response
    asked: Asked
    remembered: bool = False

    def at(self, question: Question, answers: dict[str, AnswerValue], marked: AnswerValue = None) -> "Going":
        """The same survey at another question. marked: the choices of several that are on when it is asked."""
        chosen = frozenset(marked) if isinstance(marked, list) else frozenset[str]()
        return replace(self, asked=replace(self.asked, question=question, answers=answers, marked=chosen))


async def find_going(tx: Transaction, shop: Shop, customer: CustomerId, response: ResponseId) -> Going | None:
    """None: it is over, or left, or was never this person's."""
    found = await tx.responses.find(response)
    if found is None or found.customer_id != customer or not found.open:
        return None
    survey = shop.programme.survey(found.survey)
    if survey is None:  # the programme was changed meanwhile
        return None
    earlier, given = await answers_so_far(tx, survey, found)
    answers = earlier | given
    question = next_question(survey, answers, earlier)
    if question is None:
        return None
    person = await tx.customers.get(customer)
    marked = await _marked(tx, person, response, question)
    asked = Asked(survey, question, response, answers, frozenset(earlier), marked or frozenset())
    return Going(person, found, asked, remembered=marked is not None)


async def answers_so_far(
    tx: Transaction, survey: Survey, response: Response
) -> tuple[dict[str, AnswerValue], dict[str, AnswerValue]]:
    """At earlier touches (of a survey that is asked in portions), and at this one."""
    earlier = await tx.responses.earlier_answers(response) if survey.portion else {}
    return earlier, await tx.responses.answers_of(response.id)


async def _marked(
    tx: Transaction, customer: Customer, response: ResponseId, question: Question
) -> frozenset[str] | None:
    """Which of several choices are on; None: nothing is remembered of that question."""
    chat = customer.telegram_id
    if question.kind is not Kind.CHOICES or chat is None:
        return None
    waiting = await tx.dialogues.of(chat, chat)
    if waiting is None or (waiting.data.get("response"), waiting.data.get("question")) != (response, question.id):
        return None
    return frozenset(waiting.data["marked"]) & {choice.id for choice in question.choices}


async def expect_answer(tx: Transaction, shop: Shop, going: Going, *, step: str = STEP, after: str | None) -> None:
    """Wait for the answer to that question. after: the key of the update that led here."""
    chat, asked = going.customer.telegram_id, going.asked
    if chat is None:
        return
    data: dict[str, Any] = {"response": going.response.id, "after": after}
    if step == STEP and asked.question.kind is Kind.CHOICES:
        data |= {"question": asked.question.id, "marked": sorted(asked.marked)}
    await tx.dialogues.expect(chat, chat, Dialogue(step, data), now=shop.now())


async def listens(tx: Transaction, shop: Shop, going: Going) -> bool:
    """Whether words that come now are still meant for the question.

    The enrolment is what the customer came for, and waits for ever. What the shop asked of its own accord is forgotten
    sooner: who writes days later has something else to say.
    """
    if going.asked.survey.id == shop.programme.enrolment.id:
        return True
    chat = going.customer.telegram_id
    waiting = None if chat is None else await tx.dialogues.of(chat, chat)
    if waiting is None or waiting.since is None:
        return False
    return shop.now() - waiting.since <= shop.programme.delivery.listen_for
