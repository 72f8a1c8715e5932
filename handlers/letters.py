"""How a letter becomes a message of Telegram."""

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from texts.letter import Button, Letter, Rows

Below = ReplyKeyboardMarkup | ReplyKeyboardRemove | None  # what stands below the input field
_GONE = ("message is not modified", "can't be edited", "not found")  # twice pressed; too old; deleted


def _button(button: Button) -> InlineKeyboardButton:
    copy = CopyTextButton(text=button.copy) if button.copy is not None else None
    return InlineKeyboardButton(
        text=button.label, callback_data=button.data, url=button.url, copy_text=copy, style=button.style
    )


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Inline buttons, or None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(button) for button in row] for row in rows])


async def send(
    bot: Bot, chat: int, letter: Letter, *, picture: bytes | None = None, below: Below = None, paid: bool = False
) -> Message:
    """Send a letter to a chat; with its picture where one was drawn. Raises what Telegram raises.

    paid: past Telegram's limit on broadcasts, for its fee.
    """
    markup, fee = keyboard(letter.rows) or below, paid or None
    if picture is None:
        return await bot.send_message(chat, letter.text, reply_markup=markup, allow_paid_broadcast=fee)
    file = BufferedInputFile(picture, "card.png")
    return await bot.send_photo(chat, file, caption=letter.text, reply_markup=markup, allow_paid_broadcast=fee)


async def answer(message: Message, letter: Letter, *, below: Below = None) -> Message:
    """Reply to what somebody wrote, in the same chat."""
    return await message.answer(letter.text, reply_markup=keyboard(letter.rows) or below)


async def turn_into(query: CallbackQuery, letter: Letter) -> None:
    """Replace the message whose button was pressed; a message that is gone or too old is written anew."""
    message = query.message
    if isinstance(message, Message) and message.text is not None:
        try:
            await message.edit_text(letter.text, reply_markup=keyboard(letter.rows))
        except TelegramBadRequest as refused:
            if not any(reason in refused.message for reason in _GONE):
                raise
            if _GONE[0] in refused.message:
                return
        else:
            return
    if isinstance(message, Message | InaccessibleMessage):
        assert query.bot is not None
        await send(query.bot, message.chat.id, letter)


async def without_buttons(query: CallbackQuery) -> None:
    """Take the buttons off a message that has done its work; one that is gone has none."""
    await with_buttons(query, ())


async def with_buttons(query: CallbackQuery, rows: Rows) -> None:
    """Other buttons under the message that was pressed; where they stand already, or the message is gone: nothing."""
    if isinstance(query.message, Message):
        try:
            await query.message.edit_reply_markup(reply_markup=keyboard(rows))
        except TelegramBadRequest as refused:
            if not any(reason in refused.message for reason in _GONE):
                raise
