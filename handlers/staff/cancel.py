"""A question of the till is taken back before it was answered."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.shop import Shop
from handlers.filters import IsStaff, Pressed
from handlers.letters import turn_into
from handlers.staff.question import CancelQuestion, put_down
from texts.letter import Letter
from texts.words import Words

router = Router(name="staff.cancel")


@router.callback_query(Pressed(CancelQuestion), IsStaff())
async def cancel_question(query: CallbackQuery, press: CancelQuestion, shop: Shop, words: Words) -> None:
    """Nothing happens; unless it has happened already."""
    assert query.message is not None
    chat, message = query.message.chat.id, query.message.message_id
    async with shop.storage.reading() as tx:
        sold = await tx.purchases.known(key=f"{press.step}:{chat}:{message}", receipt=None)
    if sold is not None:
        await query.answer(words.plain("sale-repeated-used"), show_alert=True)
        return
    await put_down(shop, chat, query.from_user.id, message=message)
    await query.answer()
    await turn_into(query, Letter(words("case-answer-later" if press.step == "answer" else "till-cancelled")))
