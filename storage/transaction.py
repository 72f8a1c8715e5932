"""A transaction, and in it every noun that can be asked or changed."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.cards import Cards
from storage.cases import Cases
from storage.consents import Consents
from storage.coupons import Coupons
from storage.customers import Customers
from storage.dialogues import Dialogues
from storage.inbox import Inbox
from storage.incidents import IncidentLog
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

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.again = False
        self.changes = True

    def changes_nothing(self) -> None:
        """What was asked for stands already, or cannot be: nothing is kept of this, and another run looks anew."""
        self.changes = False

    @property
    def customers(self) -> Customers:
        """People."""
        return Customers(self.connection)

    @property
    def consents(self) -> Consents:
        """What they agreed to."""
        return Consents(self.connection)

    @property
    def cards(self) -> Cards:
        """Their cards."""
        return Cards(self.connection)

    @property
    def purchases(self) -> Purchases:
        """What they bought and brought back."""
        return Purchases(self.connection)

    @property
    def refusals(self) -> Refusals:
        """When they did not buy."""
        return Refusals(self.connection)

    @property
    def coupons(self) -> Coupons:
        """What they were promised."""
        return Coupons(self.connection)

    @property
    def referrals(self) -> Referrals:
        """Whom they brought."""
        return Referrals(self.connection)

    @property
    def responses(self) -> Responses:
        """What they answered."""
        return Responses(self.connection)

    @property
    def cases(self) -> Cases:
        """What they complained of and asked."""
        return Cases(self.connection)

    @property
    def notes(self) -> Notes:
        """What staff wrote down about them."""
        return Notes(self.connection)

    @property
    def dialogues(self) -> Dialogues:
        """What the bot waits for."""
        return Dialogues(self.connection)

    @property
    def inbox(self) -> Inbox:
        """What came in."""
        return Inbox(self.connection)

    @property
    def outbox(self) -> Outbox:
        """What goes out."""
        return Outbox(self.connection)

    @property
    def incidents(self) -> IncidentLog:
        """What went wrong."""
        return IncidentLog(self.connection)

    @property
    def moved_chats(self) -> MovedChats:
        """Where a group went."""
        return MovedChats(self.connection)
