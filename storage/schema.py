"""The shape of what is kept. Every invariant that a table can hold stands here, not in the code around it.

Times are aware UTC datetimes, stored as whole seconds since 1970: comparable and addable in SQL on every database.
Money is integer minor units of the shop's currency. A phone is E.164. Keys named `key` are idempotency keys: doing the
same thing again finds the first row.
"""

from storage.columns import Moment, metadata
from storage.tables.conversations import answers, case_lines, cases, messages, responses
from storage.tables.machinery import dialogues, inbox, inbox_chats, incidents, leases, moved_chats, switches
from storage.tables.message_moves import MOVES
from storage.tables.people import cards, consents, customers, documents, notes, tags
from storage.tables.sales import coupons, purchases, referrals, refusals, returns

__all__ = [
    "MOVES",
    "Moment",
    "answers",
    "cards",
    "case_lines",
    "cases",
    "consents",
    "coupons",
    "customers",
    "dialogues",
    "documents",
    "inbox",
    "inbox_chats",
    "incidents",
    "leases",
    "messages",
    "metadata",
    "moved_chats",
    "notes",
    "purchases",
    "referrals",
    "refusals",
    "responses",
    "returns",
    "switches",
    "tags",
]
