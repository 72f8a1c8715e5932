"""Consent: the first thing that is asked, and the only thing without which nothing is kept."""

import secrets
from dataclasses import dataclass

from actions.begin import STEP, claim
from actions.shop import Shop
from loyalty.customer import Customer
from loyalty.ids import CustomerId, TelegramId
from storage.consents import Consent
from storage.responses import Response
from storage.transaction import Transaction
from texts.consent.document import processing_document

INVITED, SOURCE, COUPON = "r_", "s_", "p_"  # what may follow ?start= for a newcomer


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who has just agreed, by a button with these words."""

    telegram_id: TelegramId
    language: str
    wording: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who they are now, and the questionnaire that waits for them."""

    customer: CustomerId
    response: Response


async def agree_to_processing(shop: Shop, newcomer: Newcomer) -> Welcome:
    """Keep the consent, and with it the person; pressing twice makes one of each.

    The document is the one of this moment: the button stands under its full text.
    """
    now = shop.now()
    document = processing_document(shop.programme, newcomer.language)
    async with shop.storage.transaction() as tx:
        known = await tx.customers.by_telegram(newcomer.telegram_id)
        id = known.id if known else await _add(tx, shop, newcomer)
        if known is None or not known.processing:
            await tx.consents.keep_document(
                hash=document.hash, kind="processing", language=newcomer.language, text=document.text, now=now
            )
            await tx.consents.record(
                id, Consent("processing", True, newcomer.wording, document.hash, source="chat", at=now)
            )
        response = await tx.responses.start(shop.programme.enrolment.id, id, "once", now=now)
    return Welcome(id, response)


async def _add(tx: Transaction, shop: Shop, newcomer: Newcomer) -> CustomerId:
    waiting = await tx.dialogues.of(newcomer.telegram_id, newcomer.telegram_id)
    payload = str(waiting.data.get("payload", "")) if waiting and waiting.expecting == STEP else ""
    id = await tx.customers.add(
        language=newcomer.language,
        now=shop.now(),
        telegram_id=newcomer.telegram_id,
        source=payload.removeprefix(SOURCE) if payload.startswith(SOURCE) else None,
        invite_code=secrets.token_hex(5),
    )
    if payload.startswith(INVITED):
        inviter = await tx.customers.by_invite_code(payload.removeprefix(INVITED))
        if inviter is not None and inviter.erased_at is None:
            await tx.referrals.add(inviter=inviter.id, friend=id, at=shop.now())
    if payload.startswith(COUPON):
        await claim(tx, id, payload.removeprefix(COUPON))
    return id


async def decide_on_marketing(shop: Shop, customer: Customer, *, given: bool, wording: str) -> bool:
    """Messages with offers: yes or no. Whether that changed anything (the second press of a button does not)."""
    now = shop.now()
    async with shop.storage.transaction() as tx:
        before = await tx.consents.of(customer.id)
        last = next((consent.given for consent in reversed(before) if consent.kind == "marketing"), None)
        if last == given:
            if not tx.again:
                tx.changes_nothing()
            return tx.again
        await tx.consents.record(customer.id, Consent("marketing", given, wording, None, source="chat", at=now))
    return True
