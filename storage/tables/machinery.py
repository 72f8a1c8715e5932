"""What the bot itself has to remember: updates, steps, leases, switches, moved chats, incidents."""

import sqlalchemy as sa

from storage.columns import BigId, Moment, metadata, one_of, row_id

dialogues = sa.Table(  # what the bot waits for from one person in one chat, so that a restart forgets no question
    "dialogues",
    metadata,
    sa.Column("chat_id", sa.BigInteger, primary_key=True),
    sa.Column("user_id", sa.BigInteger, primary_key=True),
    sa.Column("expecting", sa.Text, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("update_id", BigId, primary_key=True),
    sa.Column("chat_id", sa.BigInteger),  # updates of one chat are handled in order; NULL when done
    sa.Column("payload", sa.Text),  # as Telegram wrote it; NULL when done: nothing personal is kept longer than needed
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    # Which of its handler's transactions are kept, a bit for each, set within it (storage/handling.py).
    sa.Column("acted", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("expected", sa.JSON(none_as_null=True)),  # the step that was waited for before the first of them
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("parked_at", Moment),
    sa.Column("digest", sa.Text),  # what failed, without a word of what was said
    one_of("state", "new", "done", "parked"),
    # What is still to be handled, chat by chat. No more indexes than these: with every update, each is written twice.
    sa.Index(
        "ix_inbox_new_chat",
        "chat_id",
        "update_id",
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    ),
    # What somebody has to look at.
    sa.Index(
        "ix_inbox_parked",
        "update_id",
        sqlite_where=sa.text("state = 'parked'"),
        postgresql_where=sa.text("state = 'parked'"),
    ),
)

inbox_chats = sa.Table(  # which replica handles a chat's updates just now; on SQLite there is only one
    "inbox_chats",
    metadata,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("until", Moment, nullable=False),  # by the database's own clock; then it is anybody's
)

leases = sa.Table(  # who does what only one process may do
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    # Grows by one with every holder: what is marked with an older number, its drainer may not touch any more.
    sa.Column("fence", sa.BigInteger, nullable=False),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("until", Moment, nullable=False),  # by the database's own clock
)

switches = sa.Table(  # a touchpoint that the owner has switched off (or on again) from the chat
    "switches",
    metadata,
    sa.Column("touchpoint", sa.Text, primary_key=True),
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("changed_by", sa.BigInteger, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
)

moved_chats = sa.Table(  # groups that Telegram turned into supergroups: the number in the settings is the old one
    "moved_chats",
    metadata,
    sa.Column("old_id", sa.BigInteger, primary_key=True),
    sa.Column("new_id", sa.BigInteger, nullable=False),
)

incidents = sa.Table(  # what went wrong in some process and is no row's state: the owner's daily line
    "incidents",
    metadata,
    row_id(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("job", sa.Text),
    sa.Column("times", sa.Integer, nullable=False),  # how often a job has failed
    sa.Column("began_at", Moment, nullable=False),
    sa.Column("ended_at", Moment, nullable=False),
    sa.Column("noted_at", Moment, nullable=False),
    one_of("kind", "telegram", "database", "job"),
    sa.Index("ix_incidents_noted_at", "noted_at"),
)
