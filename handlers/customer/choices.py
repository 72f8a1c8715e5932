"""A question with several choices: each is switched on or off by a tap, and one more tap sends them off."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from actions.mark_choice import Mark, mark_choice, marked_choices
from actions.shop import Shop
from handlers.customer.survey import take
from handlers.filters import Pressed, Private
from handlers.letters import with_buttons
from loyalty.customer import Customer
from loyalty.ids import ResponseId
from loyalty.survey import Tapped
from texts.questions import Asked, Done, Toggle, question_rows
from texts.words import Words

router = Router(name="customer.choices")


@router.callback_query(Pressed(Toggle), Private())
async def marked(query: CallbackQuery, press: Toggle, shop: Shop, words: Words, customer: Customer | None) -> None:
    """Put one mark, or take it away."""
    asked: Asked | None = None
    if customer is not None:
        mark = Mark(press.question, press.choice, press.on, _shown(query))
        asked = await mark_choice(shop, customer.id, ResponseId(press.response), mark)
    if asked is None:
        await query.answer(words.plain("stale-question"))
        return
    await query.answer()
    await with_buttons(query, question_rows(words, asked))


@router.callback_query(Pressed(Done), Private())
async def chosen_all(
    query: CallbackQuery, press: Done, shop: Shop, words: Words, customer: Customer | None, key: str, bot: Bot
) -> None:
    """The marks are the answer."""
    marks = _shown(query)
    if customer is not None:
        response = ResponseId(press.response)
        marks = await marked_choices(shop, customer.id, response, press.question, shown=marks)
    await take(query, press, Tapped(",".join(sorted(marks))), shop, words, customer, key=key, bot=bot)


def _shown(query: CallbackQuery) -> frozenset[str]:
    """What was on when the message was last seen: its buttons say which way they switch."""
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return frozenset()
    buttons = (button for row in message.reply_markup.inline_keyboard for button in row)
    toggles = (Toggle.unpack(button.callback_data or "") for button in buttons)
    return frozenset(toggle.choice for toggle in toggles if toggle is not None and not toggle.on)
