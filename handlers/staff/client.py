"""The customer's page: by the QR code of their card, by `/client`, by a button."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, CommandStart, or_f
from aiogram.types import CallbackQuery, Message

from actions.customer_page import all_notes, customer_page
from actions.find_customer import Found, NotFound, Several, Unclear, find_by_token, find_customer
from actions.shop import Shop
from actions.tell_staff import page_link
from handlers.filters import InManagerChat, IsStaff, Pressed, Private
from handlers.letters import answer
from handlers.staff.buttons import ShowClient, ShowNotes, StartRefusal, StartSale, UseCoupon, WriteNote
from handlers.staff.question import put_down
from handlers.staff.till import SAID, not_found
from loyalty.customer import Customer
from loyalty.identify import identify
from loyalty.ids import CustomerId
from loyalty.phone import masked
from texts.customer_page import CustomerPage, page_text
from texts.lengths import pieces, shortened
from texts.letter import Button, Letter, Rows
from texts.till import called
from texts.values import as_html
from texts.words import Words

router = Router(name="staff.client")
CARD = "c_"  # what a card's link carries
LABEL = 48  # units of a name on a button
PIECE = 3500


@router.message(CommandStart(deep_link=True, magic=F.args.startswith(CARD)), Private(), IsStaff())
async def card_scanned(message: Message, command: CommandObject, shop: Shop, words: Words) -> None:
    """The phone's camera has opened the card's link. Anybody else gets a neutral line (handlers/customer/start.py)."""
    match await find_by_token(shop, (command.args or "").removeprefix(CARD)):
        case Found(customer):
            await show_page(message, shop, words, customer.id, reader=message.chat.id)
        case _:
            await answer(message, Letter(words("client-card-unknown")))


@router.message(Command("client"), or_f(Private(), InManagerChat()), IsStaff())
async def client(message: Message, command: CommandObject, shop: Shop, words: Words) -> None:
    """`/client <card|phone|name>`."""
    said = (command.args or "").strip()
    if not said:
        await answer(message, Letter(words("client-usage")))
        return
    match await find_customer(shop, identify(said, shop.programme.shop.country)):
        case Found(customer):
            reader = message.from_user.id if message.from_user else 0
            await show_page(message, shop, words, customer.id, reader=reader)
        case Several() as several:
            await answer(message, _choice(words, several))
        case NotFound():
            await answer(message, not_found(shop, words, said))
        case Unclear():
            await answer(message, Letter(words("client-unclear", who=shortened(said, SAID))))


def _choice(words: Words, several: Several) -> Letter:
    rows = tuple((_person(words, person),) for person in several.customers)
    lines = [words("client-several"), *([words("client-several-more")] if several.more else [])]
    return Letter("\n".join(lines), rows)


def _person(words: Words, person: Customer) -> Button:
    name = called(words, person.name, LABEL)
    label = words.plain("client-choice", name=name, phone=masked(person.phone)) if person.phone else name
    return Button(label, ShowClient(customer=person.id).pack())


@router.callback_query(Pressed(ShowClient), IsStaff())
async def client_pressed(query: CallbackQuery, press: ShowClient, shop: Shop, words: Words) -> None:
    """The page below, as it is now."""
    await query.answer()
    if isinstance(query.message, Message):
        await show_page(query.message, shop, words, CustomerId(press.customer), reader=query.from_user.id)


async def show_page(message: Message, shop: Shop, words: Words, customer: CustomerId, *, reader: int) -> None:
    """The page, with its buttons. What was asked about somebody else is forgotten: the next number is not theirs."""
    private = message.chat.type == ChatType.PRIVATE
    await put_down(shop, message.chat.id, reader)
    page = await customer_page(shop, customer, language=words.language, whole_phone=private)
    if page is None:
        await answer(message, Letter(words("client-gone")))
        return
    async with shop.storage.reading() as tx:
        link = None if private else await page_link(tx, shop, customer)
    await answer(message, Letter(page_text(words, page), _rows(words, page, link)))


def _rows(words: Words, page: CustomerPage, link: str | None) -> Rows:
    id = page.id
    sell = [Button(words.plain("client-button-sale"), StartSale(customer=id).pack(), style="primary")]
    if any(coupon.since is None for coupon in page.coupons):
        sell.append(Button(words.plain("client-button-coupon"), UseCoupon(customer=id).pack()))
    note = Button(words.plain("client-button-note"), WriteNote(customer=id).pack())
    refusal = Button(words.plain("client-button-refusal"), StartRefusal(customer=id).pack())
    rows: list[tuple[Button, ...]] = [tuple(sell), (refusal, note)]
    if page.has_more_notes:
        rows.append((Button(words.plain("client-button-notes"), ShowNotes(customer=id).pack()),))
    if link is not None:
        rows.append((Button(words.plain("client-button-open"), url=link),))
    return tuple(rows)


@router.callback_query(Pressed(ShowNotes), IsStaff())
async def notes_pressed(query: CallbackQuery, press: ShowNotes, shop: Shop, words: Words) -> None:
    """Every note, whole, in as many messages as it takes."""
    await query.answer()
    notes = await all_notes(shop, CustomerId(press.customer))
    if isinstance(query.message, Message):
        text = "\n\n".join(f"• {note}" for note in notes) or words.plain("client-notes-none")
        for piece in pieces(text, PIECE):
            await answer(query.message, Letter(as_html(piece, words.language)))
