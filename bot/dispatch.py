"""Which story an update belongs to: staff before owner before customer, and what is left at the end."""

from functools import cache

from aiogram import Dispatcher
from aiogram.fsm.storage.memory import DisabledEventIsolation

from bot.metrics import CountedUpdates
from bot.middleware import Context
from handlers import customer, membership, owner, staff
from handlers.customer import feedback, guide


@cache
def dispatcher() -> Dispatcher:
    """All routers, in the order in which they are asked; one for the process, since a router has one parent.

    Each update is fed with its `shop` and `staff` (see bot/intake.py).
    """
    found = Dispatcher(disable_fsm=True, events_isolation=DisabledEventIsolation())
    found.update.outer_middleware(CountedUpdates())
    found.update.outer_middleware(Context())
    found.include_routers(membership.router, staff.router, owner.router, customer.router, feedback.rest, guide.stale)
    return found
