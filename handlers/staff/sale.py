"""A sale at the till: `/sale`, or two taps and a number; and taking a slip back."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, or_f
from aiogram.types import CallbackQuery, Message

from actions.record_purchase import Recorded, Sale, record_purchase
from actions.shop import Shop
from actions.undo_purchase import NothingToUndo, TooLate, Undone, UndoneBefore, undo_purchase
from handlers.filters import InManagerChat, IsStaff, Pressed, Private
from handlers.letters import answer, turn_into
from handlers.staff.buttons import SellFor, StartSale, UndoSale, page_row
from handlers.staff.question import Answers, CancelQuestion, Question, ask, put_down
from handlers.staff.sale_letters import outcome_letter, undone_letter
from handlers.staff.till import amount_complaint, find_typed
from handlers.staff.typed import Told, TwoWays, read_sum
from handlers.staff.unsold import two_ways_letter
from loyalty.ids import CouponId, CustomerId, PurchaseId, TelegramId
from loyalty.money import Money
from texts.letter import Letter
from texts.till import called
from texts.words import Words

router = Router(name="staff.sale")


@router.message(Command("sale"), or_f(Private(), InManagerChat()), IsStaff())
async def sale(message: Message, command: CommandObject, shop: Shop, words: Words, key: str) -> None:
    """`/sale <card|phone> <amount> [receipt]`."""
    found = await find_typed(message, shop, words, command.args, "sale-usage")
    if found is None or message.from_user is None:
        return
    customer, rest = found
    match read_sum(rest, shop.programme.shop.currency):
        case Told(amount, receipt):
            request = Sale(customer.id, amount, receipt, recorded_by=TelegramId(message.from_user.id))
            outcome = await record_purchase(shop, request, key=key)
            await answer(message, outcome_letter(shop, words, request, outcome))
        case TwoWays() as ways:
            await answer(message, two_ways_letter(words, ways, customer.id, coupon=0, question=0))
        case wrong:
            await answer(message, amount_complaint(words, wrong))


@router.callback_query(Pressed(StartSale), IsStaff())
async def sale_pressed(query: CallbackQuery, press: StartSale, shop: Shop, words: Words) -> None:
    """Ask for the amount."""
    async with shop.storage.reading() as tx:
        customer = await tx.customers.find(press.customer)
    if customer is None or customer.erased_at is not None:
        await query.answer(words.plain("client-gone"), show_alert=True)
        return
    await query.answer()
    text = words("sale-ask", name=called(words, customer.name))
    await ask(query, shop, words, text, CancelQuestion(step="sale", subject=customer.id, coupon=0))


@router.message(Answers("sale"), IsStaff())
async def amount_typed(message: Message, question: Question, shop: Shop, words: Words) -> None:
    """The amount, and perhaps a receipt; once for each question."""
    read = read_sum(message.text or "", shop.programme.shop.currency)
    if not question.fresh:
        await answer(message, Letter(words("till-stale"), page_row(words, question.subject)))
        return
    match read:
        case Told(amount, receipt):
            request = _sale(question, amount, receipt, message)
            outcome = await record_purchase(shop, request, key=question.key)
            if isinstance(outcome, Recorded):
                await put_down(shop, question.chat, request.recorded_by or 0, message=question.message, used=True)
            await answer(message, outcome_letter(shop, words, request, outcome, question=question.message))
        case TwoWays() as ways:
            customer, coupon = CustomerId(question.subject), question.coupon
            await answer(message, two_ways_letter(words, ways, customer, coupon=coupon, question=question.message))
        case wrong:
            complaint = amount_complaint(words, wrong) if message.text else Letter(words("till-amount-words"))
            await answer(message, complaint)


def _sale(question: Question, amount: Money, receipt: str | None, message: Message) -> Sale:
    by = TelegramId(message.from_user.id) if message.from_user else None
    coupon = CouponId(question.coupon) if question.coupon else None
    return Sale(CustomerId(question.subject), amount, receipt, coupon, recorded_by=by)


@router.callback_query(Pressed(SellFor), IsStaff())
async def sum_chosen(query: CallbackQuery, press: SellFor, shop: Shop, words: Words) -> None:
    """The one sum that was meant, or the one without the discount that was refused."""
    assert query.message is not None
    message = press.question or query.message.message_id
    request = Sale(
        CustomerId(press.customer),
        Money(press.amount, shop.programme.shop.currency),
        press.receipt or None,
        CouponId(press.coupon) if press.coupon else None,
        full_price=press.full,
        recorded_by=TelegramId(query.from_user.id),
    )
    outcome = await record_purchase(shop, request, key=f"sale:{query.message.chat.id}:{message}")
    await put_down(shop, query.message.chat.id, query.from_user.id, message=message, used=True)
    await query.answer()
    await turn_into(query, outcome_letter(shop, words, request, outcome, question=message))


@router.callback_query(Pressed(UndoSale), IsStaff())
async def sale_undone(query: CallbackQuery, press: UndoSale, shop: Shop, words: Words) -> None:
    """Within ten minutes, by anybody of the staff."""
    coupon = CouponId(press.coupon) if press.coupon else None
    person = TelegramId(query.from_user.id)
    outcome = await undo_purchase(
        shop, CustomerId(press.customer), PurchaseId(press.purchase), coupon=coupon, by=person
    )
    match outcome:
        case Undone():
            await query.answer()
            await turn_into(query, undone_letter(words, outcome))
        case UndoneBefore():
            await query.answer(words.plain("sale-undone-before"), show_alert=True)
        case TooLate():
            await query.answer(words.plain("sale-undo-too-late"), show_alert=True)
        case NothingToUndo():
            await query.answer(words.plain("sale-undo-nothing"), show_alert=True)
