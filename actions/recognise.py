"""Recognising somebody by their phone: imported before, enrolled at the till, or back with a new account."""

from dataclasses import dataclass

from loyalty.customer import Customer
from storage.merging import merge
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class PhoneTaken:
    """The phone is another account's, and a typed number proves nothing."""


async def recognise(tx: Transaction, customer: Customer, phone: str, *, verified: bool) -> Customer | PhoneTaken:
    """Give `customer` the phone; where somebody has it already, the two become one, and history is kept.

    Only Telegram's own contact button proves a phone (`verified`): with it, the number's owner takes over the record
    and its card. What the person has told the bot just now wins over what the record said.
    """
    if await tx.customers.take_phone(customer.id, phone, verified=verified):
        return await tx.customers.get(customer.id)
    other = await tx.customers.by_phone(phone)
    assert other is not None
    if not verified:
        return PhoneTaken()
    referral = await tx.referrals.pending_of_friend(customer.id)
    if referral is not None:
        await tx.referrals.refuse(referral.id, reason="already_customer")
    await tx.customers.hold(other.id)
    await merge(tx.connection, customer, into=other)
    await tx.customers.refresh_purchases(other.id)
    await tx.customers.change(other.id, phone_verified=True)
    return await tx.customers.get(other.id)
