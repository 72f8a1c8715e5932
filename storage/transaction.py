"""A transaction, and in it every noun that can be asked or changed."""

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.cards import Cards
from storage.cases import Cases
from storage.consents import Consents
from storage.coupons import Coupons
from storage.customers import Customers
from storage.dialogues import Dialogues
from storage.inbox import Inbox
from storage.moved_chats import MovedChats
from storage.notes import Notes
from storage.outbox import Outbox
from storage.purchases import Purchases
from storage.referrals import Referrals
from storage.refusals import Refusals
from storage.responses import Responses


class Transaction:
    """Opened by `Storage.transaction()`; commits when that block ends, and nothing under it commits.

    again: what it changes is kept already, from an earlier run for the same update (storage/handling.py); what is left
    to do is to find the answer that was to be said then.
    """

    def __init__(self, connection: AsyncConnection, *, again: bool = False) -> None:
        self.connection = connection
        self.again = again
        self.changes = True

    def changes_nothing(self) -> None:
        """What was asked for stands already, or cannot be: nothing is kept of this, and on another run it is looked at
        anew.
        """
        self.changes = False

    @cached_property
    def customers(self) -> Customers:
        """People."""
        return Customers(self.connection)

    @cached_property
    def consents(self) -> Consents:
        """What they agreed to."""
        return Consents(self.connection)

    @cached_property
    def cards(self) -> Cards:
        """Their cards."""
        return Cards(self.connection)

    @cached_property
    def purchases(self) -> Purchases:
        """What they bought and brought back."""
        return Purchases(self.connection)

    @cached_property
    def refusals(self) -> Refusals:
        """When they did not buy."""
        return Refusals(self.connection)

    @cached_property
    def coupons(self) -> Coupons:
        """What they were promised."""
        return Coupons(self.connection)

    @cached_property
    def referrals(self) -> Referrals:
        """Whom they brought."""
        return Referrals(self.connection)

    @cached_property
    def responses(self) -> Responses:
        """What they answered."""
        return Responses(self.connection)

    @cached_property
    def cases(self) -> Cases:
        """What they complained of and asked."""
        return Cases(self.connection)

    @cached_property
    def notes(self) -> Notes:
        """What staff wrote down about them."""
        return Notes(self.connection)

    @cached_property
    def dialogues(self) -> Dialogues:
        """What the bot waits for."""
        return Dialogues(self.connection)

    @cached_property
    def inbox(self) -> Inbox:
        """What came in."""
        return Inbox(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        """What goes out."""
        return Outbox(self.connection)

    @cached_property
    def moved_chats(self) -> MovedChats:
        """Where a group went."""
        return MovedChats(self.connection)
