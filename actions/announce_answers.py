"""The manager chat hears of an alarming answer at once, and of what is answered after it."""

from actions.open_case import add_to_case, open_low_score_case, open_refusal_case
from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.notation import in_language
from loyalty.question import SCALES, AnswerValue, Kind, Question
from loyalty.survey import alarms, score
from storage.transaction import Transaction
from texts.questions import Asked


async def announce_answers(
    tx: Transaction, shop: Shop, customer: Customer, asked: Asked, value: AnswerValue, *, key: str
) -> None:
    """After each answer; `asked.answers` has it already. A skipped question says nothing."""
    if value is None or not alarms(asked.survey, asked.answers):
        return
    language = shop.programme.shop.languages[0]
    said = in_words(asked.question, value, language)
    question = in_language(asked.question.ask, language)
    key = f"{key}:{asked.question.id}"
    measured = score(asked.survey, asked.answers)
    if asked.question.kind in SCALES and measured is not None:
        best = max(SCALES[asked.question.kind])
        await open_low_score_case(tx, shop, customer, asked.response, score=measured, best=best, key=key)
    elif asked.survey.words_to_staff and asked.question.kind is Kind.TEXT:
        await open_refusal_case(tx, shop, customer, asked.response, said, key=key, reason=_reasons(asked, language))
    elif not asked.survey.words_to_staff:
        await add_to_case(tx, shop, customer, asked.response, said, key=key, question=question)


def in_words(question: Question, value: AnswerValue, language: str) -> str:
    """An answer as staff read it: the labels of what was chosen, not their ids."""
    labels = {choice.id: in_language(choice.label, language) for choice in question.choices}
    if isinstance(value, list):
        return ", ".join(labels.get(id, id) for id in value)
    return labels.get(str(value), str(value))


def _reasons(asked: Asked, language: str) -> str | None:
    """What was tapped before the words came."""
    tapped = [
        in_words(question, asked.answers[question.id], language)
        for question in asked.survey.questions
        if question.kind in (Kind.CHOICE, Kind.CHOICES) and asked.answers.get(question.id)
    ]
    return "; ".join(tapped) or None
