"""Surveys that have begun."""

from loyalty.ids import CustomerId, ResponseId
from tests.shop import enrolled
from tests.talk import ANNA, Talk
from texts.questions import Resume


async def asked(talk: Talk, survey: str, occasion: str = "message:1") -> tuple[CustomerId, ResponseId]:
    """Anna has a card, and the first question of that survey stands in her chat."""
    async with talk.shop.storage.reading() as tx:
        known = await tx.customers.by_telegram(ANNA)
    anna = known.id if known is not None else await enrolled(talk.shop, 1)
    await talk.start(ANNA)
    async with talk.shop.storage.transaction() as tx:
        response = await tx.responses.start(survey, anna, occasion, now=talk.shop.now())
    newest = (await talk.messages(ANNA))[-1]["message_id"]
    await talk.press(ANNA, ANNA, newest, Resume(response=response.id).pack(), forged=True)
    return anna, response.id
