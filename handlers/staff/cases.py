"""Cases: `/cases`, and the buttons that take and close one (answering: case_answers.py)."""

from aiogram import Router
from aiogram.filters import Command, or_f
from aiogram.types import CallbackQuery, Message

from actions.close_case import Closed, close_case
from actions.shop import Shop
from actions.show_case import open_cases, show_case
from actions.take_case import CaseClosed, NoSuchCase, Taken, TakenBefore, take_case
from handlers.filters import InManagerChat, IsStaff, Pressed, Private
from handlers.letters import answer, turn_into
from loyalty.customer import Customer
from loyalty.ids import TelegramId
from storage.cases import Case
from texts.lengths import shortened
from texts.letter import Button, Letter
from texts.notices import CloseCase, TakeCase
from texts.press import Press
from texts.till import called
from texts.values import Html
from texts.words import Words

router = Router(name="staff.cases")
LISTED = 10
LABEL = 40  # units of a name on a button


class ShowCase(Press, prefix="cs1"):
    """All of it."""

    case: int


@router.message(Command("cases"), or_f(Private(), InManagerChat()), IsStaff())
async def cases(message: Message, shop: Shop, words: Words) -> None:
    """What is unsettled, the longest waiting first."""
    found = await open_cases(shop, limit=LISTED + 1)
    if not found:
        await answer(message, Letter(words("cases-none")))
        return
    lines = [_line(shop, words, case, customer) for case, customer in found[:LISTED]]
    more = [words("cases-more")] if len(found) > LISTED else []
    rows = tuple((_button(words, case, customer),) for case, customer in found[:LISTED])
    await answer(message, Letter("\n".join((words("cases-list"), *lines, *more)), rows))


def _line(shop: Shop, words: Words, case: Case, customer: Customer) -> Html:
    return words(
        "cases-line",
        id=str(case.id),
        kind=case.kind,
        name=called(words, customer.name, LABEL),
        at=case.opened_at.astimezone(shop.programme.shop.zone),
        owned=case.owner_name is not None,
        owner=shortened(case.owner_name or "", LABEL),
    )


def _button(words: Words, case: Case, customer: Customer) -> Button:
    label = words.plain("case-button-show", id=str(case.id), name=called(words, customer.name, LABEL))
    return Button(label, ShowCase(case=case.id).pack())


@router.callback_query(Pressed(ShowCase), IsStaff())
async def case_shown(query: CallbackQuery, press: ShowCase, shop: Shop, words: Words) -> None:
    """The case with its buttons, below."""
    letter = await show_case(shop, press.case, words)
    if letter is None:
        await query.answer(words.plain("case-unknown"), show_alert=True)
        return
    await query.answer()
    if isinstance(query.message, Message):
        await answer(query.message, letter)


@router.callback_query(Pressed(TakeCase), IsStaff())
async def case_taken(query: CallbackQuery, press: TakeCase, shop: Shop, words: Words) -> None:
    """The first who presses owns it; the second is told whose it is."""
    match await take_case(shop, press.case, by=TelegramId(query.from_user.id), name=query.from_user.first_name):
        case Taken():
            await query.answer(words.plain("case-taken"))
        case TakenBefore(own=True):
            await query.answer(words.plain("case-yours-already"))
        case TakenBefore(case):
            owner = shortened(case.owner_name or "", LABEL)
            await query.answer(words.plain("case-taken-by", owner=owner), show_alert=True)
        case CaseClosed():
            await query.answer(words.plain("case-is-closed"), show_alert=True)
        case NoSuchCase():
            await query.answer(words.plain("case-unknown"), show_alert=True)
    await _refresh(query, press.case, shop, words)


async def _refresh(query: CallbackQuery, case: int, shop: Shop, words: Words) -> None:
    letter = await show_case(shop, case, words)
    if letter is not None:
        await turn_into(query, letter)


@router.callback_query(Pressed(CloseCase), IsStaff())
async def case_closed(query: CallbackQuery, press: CloseCase, shop: Shop, words: Words) -> None:
    """Settled; anybody of the staff may say so."""
    match await close_case(shop, press.case):
        case Closed(before=True):
            await query.answer(words.plain("case-closed-before"), show_alert=True)
        case Closed(told=told):
            await query.answer(words.plain("case-closed-now" if told else "case-closed-quietly"))
        case NoSuchCase():
            await query.answer(words.plain("case-unknown"), show_alert=True)
    await _refresh(query, press.case, shop, words)
