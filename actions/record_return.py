"""A return: it lowers what was spent, and with it perhaps the tier."""

from dataclasses import dataclass
from datetime import UTC, datetime

from actions.record_purchase import NoSuchCustomer
from actions.shop import Shop
from actions.standing import standing, tell_new_tier
from loyalty.customer import Customer
from loyalty.discount import Tier
from loyalty.ids import CustomerId, TelegramId
from loyalty.money import Money
from storage.transaction import Transaction

EVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Return:
    """What is to be recorded."""

    customer: CustomerId
    amount: Money
    receipt: str | None = None
    recorded_by: TelegramId | None = None  # None: a file or the API
    at: datetime | None = None  # None: now


@dataclass(frozen=True, slots=True)
class Returned:
    """It stands."""

    customer: Customer
    amount: Money
    new_tier: Tier | None


@dataclass(frozen=True, slots=True)
class ReturnedBefore:
    """It stood already, by the same key or the same receipt."""


@dataclass(frozen=True, slots=True)
class MoreThanBought:
    """Nothing was recorded: less than that was ever bought, returns taken off."""

    customer: Customer
    amount: Money
    bought: Money


Outcome = Returned | ReturnedBefore | MoreThanBought | NoSuchCustomer


async def record_return(shop: Shop, request: Return, *, key: str) -> Outcome:
    """Record it, and tell the customer where it changes their tier."""
    async with shop.storage.transaction() as tx:
        outcome = await take_back(tx, shop, request, key=key)
        if not isinstance(outcome, Returned):
            tx.changes_nothing()
        return outcome


async def take_back(tx: Transaction, shop: Shop, request: Return, *, key: str) -> Outcome:
    """The same inside a transaction."""
    customer = await tx.customers.hold(request.customer)
    if await tx.purchases.return_known(key=key, receipt=request.receipt):
        if tx.again and customer is not None and await tx.purchases.return_known(key=key, receipt=None):
            return Returned(customer, request.amount, new_tier=None)
        return ReturnedBefore()
    if customer is None or customer.erased_at is not None:
        return NoSuchCustomer()
    bought = await tx.customers.spent(customer.id, since=EVER)
    if request.amount.minor > bought:
        return MoreThanBought(customer, request.amount, Money(bought, request.amount.currency))
    stood = await standing(tx, shop, customer)
    id = await tx.purchases.add_return(
        customer_id=customer.id,
        at=request.at or shop.now(),
        amount=request.amount.minor,
        currency=request.amount.currency,
        receipt=request.receipt,
        recorded_by=request.recorded_by,
        key=key,
    )
    if id is None:
        return ReturnedBefore()
    await tx.customers.refresh_purchases(customer.id)
    new_tier = await tell_new_tier(tx, shop, customer, stood.tier, fact=f"return:{id}")
    return Returned(customer, request.amount, new_tier)
