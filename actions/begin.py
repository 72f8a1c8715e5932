"""Before there is a customer: what brought somebody here is remembered until they agree, or is forgotten."""

from actions.shop import Shop
from loyalty.coupon import normalised_code
from loyalty.ids import CustomerId, TelegramId
from storage.dialogues import Dialogue
from storage.transaction import Transaction

STEP = "consent"


async def remember_newcomer(shop: Shop, person: TelegramId, payload: str) -> None:
    """Keep what the link carried (at most 64 letters, nothing personal) while the consent is being read."""
    async with shop.storage.transaction() as tx:
        before = await tx.dialogues.of(person, person)
        kept = before.data.get("payload", "") if before and before.expecting == STEP else ""
        await tx.dialogues.expect(person, person, Dialogue(STEP, {"payload": payload or kept}), now=shop.now())


async def forget_newcomer(shop: Shop, person: TelegramId) -> None:
    """They said no."""
    async with shop.storage.transaction() as tx:
        await tx.dialogues.end(person, person)


async def claim_coupon(shop: Shop, customer: CustomerId, code: str) -> bool:
    """A bearer coupon's link was opened. False: no such coupon, or somebody has it already."""
    async with shop.storage.transaction() as tx:
        return await claim(tx, customer, code)


async def claim(tx: Transaction, customer: CustomerId, code: str) -> bool:
    """The same inside a transaction; the code as somebody may have typed it."""
    known = normalised_code(code)
    return known is not None and await tx.coupons.claim(known, customer, again=tx.again)
