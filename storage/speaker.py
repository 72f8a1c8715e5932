"""Who speaks, and what is expected of them there: asked with every update, so in one statement."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from loyalty.customer import Customer
from loyalty.ids import TelegramId
from storage.customers import customer_of
from storage.dialogues import Dialogue, dialogue_of
from storage.prepared import prepare
from storage.schema import customers, dialogues

# So that a row comes back, whoever is not known and whatever is not expected.
_ONE_ROW = sa.select(sa.literal_column("1")).subquery("one_row")
_THEIRS = sa.and_(dialogues.c.chat_id == sa.bindparam("chat"), dialogues.c.user_id == sa.bindparam("user"))
_SPEAKER = prepare(
    sa.select(customers, dialogues.c.expecting, dialogues.c.data, dialogues.c.updated_at).select_from(
        _ONE_ROW.outerjoin(customers, customers.c.telegram_id == sa.bindparam("user")).outerjoin(dialogues, _THEIRS)
    )
)


async def who_speaks(
    connection: AsyncConnection, chat: int, user: TelegramId
) -> tuple[Customer | None, Dialogue | None]:
    """The customer with that account, and the dialogue with it in that chat."""
    row: Any = (await connection.execute(_SPEAKER, {"chat": chat, "user": user})).one_or_none()
    return (
        None if row.id is None else customer_of(row),
        None if row.expecting is None else dialogue_of(row),
    )
