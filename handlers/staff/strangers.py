"""A button of the staff, pressed by somebody who is none (any more): a kind answer, and nothing about anybody."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery

from handlers.staff import buttons
from handlers.staff.cases import ShowCase
from handlers.staff.question import CancelQuestion
from texts.notices import AnswerCase, CloseCase, TakeCase
from texts.press import Press
from texts.words import Words

router = Router(name="staff.strangers")
OURS: tuple[type[Press], ...] = (
    buttons.ShowClient,
    buttons.ShowNotes,
    buttons.StartSale,
    buttons.UseCoupon,
    buttons.WithCoupon,
    buttons.SellFor,
    buttons.UndoSale,
    buttons.StartRefusal,
    buttons.WordlessRefusal,
    buttons.WriteNote,
    CancelQuestion,
    ShowCase,
    TakeCase,
    AnswerCase,
    CloseCase,
)


class PressedOurs(Filter):
    """Any of the buttons above, whoever presses."""

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Any]:
        """By prefix and shape."""
        return any(kind.unpack(query.data or "") is not None for kind in OURS)


@router.callback_query(PressedOurs())
async def not_staff(query: CallbackQuery, words: Words) -> None:
    """Comes after every story of the staff: only who is none of them gets here."""
    await query.answer(words.plain("till-staff-only"), show_alert=True)
