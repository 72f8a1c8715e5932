"""A complaint, a question, a low score, a refusal with words: something that a member of staff has to own."""

from dataclasses import dataclass

from actions.say_in_case import say_in_case
from actions.shop import Shop
from actions.tell_staff import staff_words
from loyalty.customer import Customer
from loyalty.ids import ResponseId, TelegramId
from storage.cases import Case
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Written:
    """What a customer wrote is with the staff. `new`: it opened a case; `repeated`: it was there already."""

    case: Case | None  # None only for a repetition whose case was closed meanwhile
    new: bool
    repeated: bool


class _SaidBefore(Exception):
    """The line stands already: nothing of this attempt may stay."""


async def customer_writes(
    shop: Shop, customer: Customer, text: str, *, key: str, attachment: str | None = None
) -> Written:
    """Into their unsettled case, or a new one; and to the manager chat.

    attachment: what came besides or instead of words (`[photo]`, see handlers/staff/attachments.py).
    """
    said = " ".join(part for part in (attachment, text.strip()) if part)
    try:
        async with shop.storage.transaction() as tx:
            return await _write(tx, shop, customer, said, key)
    except _SaidBefore:
        async with shop.storage.reading() as tx:
            return Written(await tx.cases.unsettled_of(customer.id), new=False, repeated=True)


async def _write(tx: Transaction, shop: Shop, customer: Customer, said: str, key: str) -> Written:
    case = await _conversation(tx, customer)
    new = case is None
    if case is None:
        case, _ = await tx.cases.open(customer.id, "question", now=shop.now())
    if await say_in_case(tx, shop, customer, case, said, key=key):
        return Written(case, new=new, repeated=False)
    if not tx.again:
        raise _SaidBefore
    return Written(case, new=len(await tx.cases.lines_of(case.id)) == 1, repeated=False)


async def _conversation(tx: Transaction, customer: Customer) -> Case | None:
    """The unsettled case in which they have spoken; what staff noted at the till is no conversation of theirs."""
    case = await tx.cases.unsettled_of(customer.id)
    if case is None or case.kind != "refusal":
        return case
    spoke = any(line.author == "customer" for line in await tx.cases.lines_of(case.id))
    return case if spoke else None


async def open_low_score_case(
    tx: Transaction,
    shop: Shop,
    customer: Customer,
    response: ResponseId,
    *,
    score: int,
    best: int,
    key: str,
    words: str | None = None,
) -> Case:
    """The alarm about a response; `best`: the end of the scale (5, 10); `words`: what they have said besides so far."""
    case, _ = await tx.cases.open(customer.id, "low_score", now=shop.now(), response=response)
    said = staff_words(shop).plain("case-score", score=score, best=best)
    await say_in_case(tx, shop, customer, case, "\n".join(part for part in (said, words) if part), key=f"{key}:score")
    return case


async def open_refusal_case(
    tx: Transaction,
    shop: Shop,
    customer: Customer,
    response: ResponseId,
    text: str,
    *,
    key: str,
    reason: str | None = None,
) -> Case:
    """Why they did not buy, in their own words, into the case that is open about it, if any.

    reason: the button that they pressed before.
    """
    case = await tx.cases.unsettled_of(customer.id)
    if case is None or case.kind != "refusal":
        case, _ = await tx.cases.open(customer.id, "refusal", now=shop.now(), response=response)
    said = staff_words(shop).plain("case-reason", reason=reason) if reason else None
    await say_in_case(tx, shop, customer, case, "\n".join(part for part in (said, text) if part), key=f"{key}:words")
    return case


async def open_heard_refusal_case(
    tx: Transaction, shop: Shop, customer: Customer, note: str, *, by: TelegramId | None, key: str
) -> Case:
    """Why they did not buy, as staff heard it at the till."""
    case, _ = await tx.cases.open(customer.id, "refusal", now=shop.now())
    said = staff_words(shop).plain("case-heard", note=note)
    await say_in_case(tx, shop, customer, case, said, key=f"{key}:heard", author="staff", author_id=by)
    return case


async def add_to_case(
    tx: Transaction,
    shop: Shop,
    customer: Customer,
    response: ResponseId,
    answer: str,
    *,
    key: str,
    question: str | None = None,
    kind: str = "low_score",
) -> Case:
    """A further answer of a response that has raised the alarm. kind: of the case, where there is none yet."""
    case, _ = await tx.cases.open(customer.id, kind, now=shop.now(), response=response)
    said = staff_words(shop).plain("case-answered", question=question, answer=answer) if question else answer
    await say_in_case(tx, shop, customer, case, said, key=f"{key}:more")
    return case
