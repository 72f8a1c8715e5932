"""A member of staff makes a case their own: one of them, whoever presses first."""

from dataclasses import dataclass

from actions.shop import Shop
from loyalty.ids import TelegramId
from storage.cases import Case


@dataclass(frozen=True, slots=True)
class Taken:
    """It is theirs now."""

    case: Case


@dataclass(frozen=True, slots=True)
class TakenBefore:
    """Somebody owns it already; perhaps the one who asks."""

    case: Case
    own: bool


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """Nothing is left to own."""

    case: Case


@dataclass(frozen=True, slots=True)
class NoSuchCase:
    """Never was."""


Outcome = Taken | TakenBefore | CaseClosed | NoSuchCase


async def take_case(shop: Shop, case: int, *, by: TelegramId, name: str) -> Outcome:
    """name: how colleagues, and the customer, will know the owner."""
    async with shop.storage.transaction() as tx:
        found = await tx.cases.find(case)
        if found is None:
            return NoSuchCase()
        new = await tx.cases.take(found.id, owner_id=by, owner_name=name, now=shop.now())
        after = await tx.cases.find(found.id)
        assert after is not None
        if new:
            return Taken(after)
        return CaseClosed(after) if after.state == "closed" else TakenBefore(after, own=after.owner_id == by)
