"""Touchpoints as the owner has them: which are on, and turning one off or on again from the chat."""

from dataclasses import dataclass

from actions.shop import Shop
from loyalty.ids import TelegramId
from loyalty.touchpoint import Touchpoint
from storage.switches import Switches


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule of the programme, and whether it works: the owner's switch, else what the file says."""

    rule: Touchpoint
    on: bool


async def touchpoints(shop: Shop) -> list[Standing]:
    """In the order of the file."""
    async with shop.storage.reading() as tx:
        switched = await Switches(tx.connection).all()
    return [Standing(rule, switched.get(rule.id, rule.enabled)) for rule in shop.programme.touchpoints]


async def touchpoint(shop: Shop, id: str) -> Standing | None:
    """None: there is none (any more)."""
    return next((standing for standing in await touchpoints(shop) if standing.rule.id == id), None)


async def switch_touchpoint(shop: Shop, id: str, *, on: bool, by: TelegramId) -> Standing | None:
    """Turn it on or off; twice is once. What is planned already is asked again before it leaves (see the gate)."""
    rule = shop.programme.touchpoint(id)
    if rule is None:
        return None
    async with shop.storage.transaction() as tx:
        await Switches(tx.connection).turn(id, on=on, by=by, now=shop.now())
    return Standing(rule, on)
