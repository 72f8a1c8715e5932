"""A touchpoint with a customer's eyes: sent to the owner, marked as a preview, with buttons that do nothing."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from actions.preview_touchpoint import preview_touchpoint
from actions.shop import Shop
from handlers.filters import IsOwner, Pressed, Private
from handlers.letters import send
from loyalty.customer import Customer
from texts.lengths import size
from texts.letter import Button, Letter
from texts.parts import LIMIT
from texts.press import Press
from texts.rule_words import titles
from texts.values import Html
from texts.words import Words

router = Router(name="owner.touchpoint_preview")


class PreviewRule(Press, prefix="tp1"):
    """As a customer would see it."""

    rule: str


class OnlyPreview(Press, prefix="op1"):
    """A button that would do something, if it were not a preview."""


@router.callback_query(Pressed(PreviewRule), Private(), IsOwner())
async def preview(
    query: CallbackQuery, press: PreviewRule, shop: Shop, words: Words, bot: Bot, customer: Customer | None
) -> None:
    """Marked as what it is; nothing changes by it, and its buttons do nothing."""
    rule = shop.programme.touchpoint(press.rule)
    await query.answer(None if rule else words.plain("touchpoints-gone"))
    if rule is None:
        return
    name = (customer.name if customer else None) or query.from_user.first_name
    letter = await preview_touchpoint(shop, rule, name=name, language=words.language)
    title = titles(words, [rule])[rule.id]
    mark = words("touchpoints-preview", title=title)
    for shown in _marked(mark, letter) if letter else [Letter(words("touchpoints-preview-empty", title=title))]:
        await send(bot, query.from_user.id, shown)


def _marked(mark: Html, letter: Letter) -> list[Letter]:
    """In one message, where that is not too long."""
    data = OnlyPreview().pack()
    rows = tuple(tuple(Button(button.label, data, style=button.style) for button in row) for row in letter.rows)
    together = f"{mark}\n\n{letter.text}"
    return [Letter(together, rows)] if size(together) <= LIMIT else [Letter(mark), Letter(letter.text, rows)]


@router.callback_query(Pressed(OnlyPreview), Private(), IsOwner())
async def only_preview(query: CallbackQuery, words: Words) -> None:
    """What a customer's press would do is not done."""
    await query.answer(words.plain("touchpoints-preview-inert"))
