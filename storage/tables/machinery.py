"""What the bot itself has to remember: updates, steps, switches, moved chats."""

import sqlalchemy as sa

from storage.columns import Moment, metadata, one_of

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
    sa.Column("update_id", sa.BigInteger, primary_key=True),
    sa.Column("chat_id", sa.BigInteger),  # updates of one chat are handled in order
    sa.Column("payload", sa.JSON(none_as_null=True)),  # NULL when done: nothing personal is kept longer than needed
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    one_of("state", "new", "done", "parked"),
    # What is still to be handled after a start.
    sa.Index(
        "ix_inbox_new",
        "update_id",
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    ),
    sa.Index("ix_inbox_received_at", "received_at"),  # forgetting what is long done
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
