"""`/touchpoints`: every rule in words, switched on and off."""

from collections.abc import Mapping

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from actions.shop import Shop
from actions.switch_touchpoint import Standing, switch_touchpoint, touchpoint, touchpoints
from handlers.filters import IsOwner, Pressed, Private
from handlers.letters import answer, send, turn_into
from handlers.owner.touchpoint_preview import PreviewRule
from loyalty.ids import TelegramId
from texts.letter import Button, Letter
from texts.parts import in_parts
from texts.press import Press
from texts.rule_words import how_often, titles, when, who
from texts.values import Html
from texts.words import Words

router = Router(name="owner.touchpoints")
ON, OFF = "✅", "⏸"


class ShowRules(Press, prefix="tl1"):
    """The whole list."""


class ShowRule(Press, prefix="tr1"):
    """One of them."""

    rule: str


class SwitchRule(Press, prefix="tw1"):
    """To this state: pressing twice does not switch back."""

    rule: str
    on: bool


@router.message(Command("touchpoints"), Private(), IsOwner())
async def list_rules(message: Message, shop: Shop, words: Words) -> None:
    """All of them, in the order of the file."""
    for letter in await _list(shop, words):
        await answer(message, letter)


@router.callback_query(Pressed(ShowRules), Private(), IsOwner())
async def back_to_the_list(query: CallbackQuery, shop: Shop, words: Words, bot: Bot) -> None:
    """In place of the rule."""
    await query.answer()
    first, *others = await _list(shop, words)
    await turn_into(query, first)
    for letter in others:
        await send(bot, query.from_user.id, letter)


async def _list(shop: Shop, words: Words) -> list[Letter]:
    rules = await touchpoints(shop)
    if not rules:
        return [Letter(words("touchpoints-none"))]
    title = words("touchpoints-title", count=len(rules), on=sum(standing.on for standing in rules))
    called = titles(words, (standing.rule for standing in rules))
    lines = [_line(words, standing, called) for standing in rules]
    *parts, last = in_parts([Html(f"{title}\n"), *lines], between="\n")
    buttons = [Button(f"{_sign(standing)} {called[standing.rule.id]}", _show(standing.rule.id)) for standing in rules]
    rows = tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))
    return [*map(Letter, parts), Letter(last, rows)]


def _show(rule: str) -> str:
    return ShowRule(rule=rule).pack()


def _sign(standing: Standing) -> str:
    return ON if standing.on else OFF


def _line(words: Words, standing: Standing, called: Mapping[str, str]) -> Html:
    rule = standing.rule
    said = "; ".join(filter(None, (when(words, rule, called), who(words, rule), how_often(words, rule))))
    return words("touchpoints-line", sign=_sign(standing), title=called[rule.id], said=said)


@router.callback_query(Pressed(ShowRule), Private(), IsOwner())
async def show_rule(query: CallbackQuery, press: ShowRule, shop: Shop, words: Words) -> None:
    """One rule, and what can be done with it."""
    standing = await touchpoint(shop, press.rule)
    await query.answer(None if standing else words.plain("touchpoints-gone"))
    if standing is not None:
        await turn_into(query, _page(shop, words, standing))


@router.callback_query(Pressed(SwitchRule), Private(), IsOwner())
async def switch_rule(query: CallbackQuery, press: SwitchRule, shop: Shop, words: Words) -> None:
    """Off stops what is planned, too."""
    by = TelegramId(query.from_user.id)
    standing = await switch_touchpoint(shop, press.rule, on=press.on, by=by)
    if standing is None:
        await query.answer(words.plain("touchpoints-gone"))
        return
    await query.answer(words.plain("touchpoints-switched", on=standing.on))
    await turn_into(query, _page(shop, words, standing))


def _page(shop: Shop, words: Words, standing: Standing) -> Letter:
    rule, on, called = standing.rule, standing.on, titles(words, (*shop.programme.touchpoints, standing.rule))
    text = words(
        "touchpoints-page",
        sign=_sign(standing),
        title=called[rule.id],
        id=rule.id,
        on=on,
        when=when(words, rule, called),
        who=who(words, rule),
        often=how_often(words, rule) or words.plain("rule-always"),
        what=_contents(words, standing),
    )
    switch = words.plain("touchpoints-button-off" if on else "touchpoints-button-on")
    return Letter(
        text,
        (
            (Button(words.plain("touchpoints-button-preview"), PreviewRule(rule=rule.id).pack(), style="primary"),),
            (Button(switch, SwitchRule(rule=rule.id, on=not on).pack()),),
            (Button(words.plain("touchpoints-button-list"), ShowRules().pack()),),
        ),
    )


def _contents(words: Words, standing: Standing) -> str:
    rule = standing.rule
    said = [words.plain("rule-category", category=rule.category.value)]
    if rule.survey:
        said.append(words.plain("rule-survey", survey=rule.survey))
    if rule.offer:
        said.append(words.plain("rule-offer", offer=rule.offer))
    return ", ".join(said)
