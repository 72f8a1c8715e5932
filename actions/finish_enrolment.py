"""The questionnaire is answered: the card is theirs."""

import secrets
from functools import partial

from actions.announce_customer import announce_customer
from actions.shop import Shop
from loyalty.card import ean13, valid_until
from loyalty.customer import Customer
from storage.cards import Card
from storage.transaction import Transaction


async def finish_enrolment(tx: Transaction, shop: Shop, customer: Customer) -> Card:
    """Issue the card (once), and tell the manager chat of a new customer."""
    rules = shop.programme.card
    now = shop.now()
    card = await tx.cards.issue(
        customer.id,
        number=partial(ean13, rules.ean_prefix),
        token=secrets.token_urlsafe(12),
        now=now,
        valid_until=valid_until(now, rules.valid_days),
    )
    if customer.enrolled_at is None:
        await tx.customers.change(customer.id, enrolled_at=now)
    if customer.invite_code is None:
        await tx.customers.change(customer.id, invite_code=secrets.token_hex(5))
    inviter = await tx.referrals.inviter_of(customer.id)
    invited_by = await tx.customers.get(inviter) if inviter is not None else None
    await announce_customer(tx, shop, await tx.customers.get(customer.id), customer.source, invited_by)
    return card
