"""Before there is a customer: what brought somebody here is remembered until they agree, or is forgotten."""

from actions.shop import Shop
from loyalty.ids import CustomerId, TelegramId
from storage.dialogues import Dialogue

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
        return await tx.coupons.claim(code, customer)
