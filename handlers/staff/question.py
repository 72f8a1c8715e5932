"""A question at the till that waits for one typed answer, and takes it once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from actions.shop import Shop
from handlers.letters import answer, send
from handlers.staff.typed import Told, TwoWays, read_sum
from storage.dialogues import Dialogue
from texts.letter import Button, Letter, Rows
from texts.press import Press
from texts.values import Html
from texts.words import Words

STEP = "till"  # of the dialogue, in a private chat
FRESH = timedelta(hours=1)  # a question that has waited longer is not answered by accident


class CancelQuestion(Press, prefix="tq1"):
    """Under every question of the till: it tells the question, also when somebody replies to it in a group."""

    step: str  # sale, note, refusal, answer
    subject: int  # the customer, or the case
    coupon: int  # 0: none


@dataclass(frozen=True, slots=True)
class Question:
    """One question, asked once: what is recorded by its answer has `key`, so a second answer records nothing."""

    step: str
    subject: int
    coupon: int
    chat: int
    message: int
    fresh: bool
    used: bool

    @property
    def key(self) -> str:
        """The idempotency key."""
        return f"{self.step}:{self.chat}:{self.message}"


class Answers(Filter):
    """Typed in answer to such a question: next in a private chat, or as a reply to it anywhere."""

    def __init__(self, step: str) -> None:
        self.step = step

    async def __call__(
        self, message: Message, shop: Shop, bot: Bot, dialogue: Dialogue | None
    ) -> bool | dict[str, Any]:
        """The handler gets it as `question`. A command is never an answer.

        A question that was answered still catches a second amount, to say that it counts no more, and nothing else.
        """
        if (message.text or "").startswith("/"):
            return False
        question = _replied(message, bot) or _waiting(message, shop, dialogue)
        if question is None or question.step != self.step:
            return False
        if question.used and not (question.fresh and _is_sum(message.text or "", shop)):
            return False
        return {"question": question}


def _is_sum(text: str, shop: Shop) -> bool:
    return isinstance(read_sum(text, shop.programme.shop.currency), Told | TwoWays)


def _replied(message: Message, bot: Bot) -> Question | None:
    asked = message.reply_to_message
    if asked is None or asked.from_user is None or asked.from_user.id != bot.id or asked.reply_markup is None:
        return None
    for row in asked.reply_markup.inline_keyboard:
        for button in row:
            press = CancelQuestion.unpack(button.callback_data or "")
            if press is not None:
                fresh = message.date - asked.date <= FRESH
                return Question(
                    press.step, press.subject, press.coupon, message.chat.id, asked.message_id, fresh, used=False
                )
    return None


def _waiting(message: Message, shop: Shop, dialogue: Dialogue | None) -> Question | None:
    if dialogue is None or dialogue.expecting != STEP or message.chat.type != ChatType.PRIVATE:
        return None
    data = dialogue.data
    fresh = shop.now().timestamp() - data["at"] <= FRESH.total_seconds()
    subject = (data["step"], data["subject"], data["coupon"])
    return Question(*subject, message.chat.id, data["message"], fresh, used=data["used"])


async def ask(
    query: CallbackQuery, shop: Shop, words: Words, text: Html, press: CancelQuestion, rows: Rows = ()
) -> None:
    """Ask below the message whose button was pressed; in a private chat, what is typed next is the answer."""
    assert query.message is not None
    assert query.bot is not None
    chat = query.message.chat
    private = chat.type == ChatType.PRIVATE
    cancel = (Button(words.plain("till-cancel"), press.pack()),)
    hint = "" if private or press.step == "answer" else f"\n{words('till-ask-reply')}"
    letter = Letter(f"{text}{hint}", (*rows, cancel))
    if isinstance(query.message, Message):
        sent = await answer(query.message, letter)
    else:
        sent = await send(query.bot, chat.id, letter)
    if private:
        data = {"step": press.step, "subject": press.subject, "coupon": press.coupon, "message": sent.message_id}
        waiting = Dialogue(STEP, {**data, "at": int(shop.now().timestamp()), "used": False})
        async with shop.storage.transaction() as tx:
            await tx.dialogues.expect(chat.id, query.from_user.id, waiting, now=shop.now())


async def put_down(shop: Shop, chat: int, person: int, *, message: int | None = None, used: bool = False) -> None:
    """The question that waits (that very one, if `message` is given) waits no more; other stories' stay.

    used: it was answered; a second amount is told so, instead of being taken for something else.
    """
    async with shop.storage.transaction() as tx:
        waiting = await tx.dialogues.of(chat, person)
        if waiting is None or waiting.expecting != STEP or message not in (None, waiting.data["message"]):
            return
        if used:
            answered = Dialogue(STEP, waiting.data | {"used": True})
            await tx.dialogues.expect(chat, person, answered, now=shop.now())
        else:
            await tx.dialogues.end(chat, person)
