"""Nothing lost, nothing twice: transactions marked, updates parked, leases with a fence, moves of a message."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TAKEN = sa.text("state IN ('due', 'sending')")
WRONG = sa.text("state IN ('failed', 'unknown')")
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW = sa.text("state = 'new'")
PARKED = sa.text("state = 'parked'")

FORBIDDEN = (
    "OLD.state <> NEW.state AND NOT ("
    "(OLD.state = 'planned' AND NEW.state IN ('due', 'withheld', 'unreachable', 'failed'))"
    " OR (OLD.state = 'due' AND NEW.state IN ('planned', 'sending', 'withheld', 'unreachable', 'failed'))"
    " OR (OLD.state = 'sending' AND NEW.state IN ('planned', 'sent', 'unreachable', 'failed', 'unknown')))"
)


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    _inbox()
    _messages()
    _moves()


def _inbox() -> None:
    op.create_table(
        "inbox_chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_inbox_chats")),
    )
    with op.batch_alter_table("inbox") as batch:
        # On SQLite the number of a row is the row's place then, and no index of its own leads there.
        batch.alter_column("update_id", type_=BIG_ID, existing_type=sa.BigInteger(), existing_nullable=False)
        batch.alter_column("payload", type_=sa.Text(), existing_type=sa.JSON(), postgresql_using="payload::text")
        batch.add_column(sa.Column("acted", sa.BigInteger(), server_default="0", nullable=False))
        batch.add_column(sa.Column("expected", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("parked_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("digest", sa.Text(), nullable=True))
        batch.drop_index("ix_inbox_new")
        batch.drop_index("ix_inbox_received_at")
        batch.create_index("ix_inbox_new_chat", ["chat_id", "update_id"], sqlite_where=NEW, postgresql_where=NEW)
        batch.create_index("ix_inbox_parked", ["update_id"], sqlite_where=PARKED, postgresql_where=PARKED)


def _messages() -> None:
    with op.batch_alter_table("messages") as batch:
        batch.drop_index("ix_messages_sending")
        batch.drop_constraint(op.f("ck_messages_state_known"), type_="check")
        batch.add_column(sa.Column("fence", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("ended_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("origin", sa.Text(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_messages_state_known"),
            "state IN ('planned', 'due', 'sending', 'sent', 'unreachable', 'failed', 'withheld', 'unknown')",
        )
        batch.create_index("ix_messages_taken", ["id"], sqlite_where=TAKEN, postgresql_where=TAKEN)
        batch.create_index("ix_messages_ended_at", ["ended_at"], sqlite_where=WRONG, postgresql_where=WRONG)


def _moves() -> None:
    """A later migration that makes the table anew on SQLite has to make this trigger anew, too."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER messages_moves BEFORE UPDATE OF state ON messages FOR EACH ROW WHEN {FORBIDDEN} "
            "BEGIN SELECT RAISE(ABORT, 'a message cannot move so'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION messages_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a message cannot move from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation'; "
        "END $$"
    )
    op.execute(
        f"CREATE TRIGGER messages_moves BEFORE UPDATE OF state ON messages FOR EACH ROW WHEN ({FORBIDDEN}) "
        "EXECUTE FUNCTION messages_moves()"
    )


def downgrade() -> None:
    """For the tests of migrations: what has moved on since then is brought back to what was known before."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER messages_moves" + ("" if sqlite else " ON messages"))
    if not sqlite:
        op.execute("DROP FUNCTION messages_moves")
    op.execute("UPDATE messages SET state = 'planned' WHERE state = 'due'")
    with op.batch_alter_table("messages") as batch:
        batch.drop_index("ix_messages_ended_at")
        batch.drop_index("ix_messages_taken")
        batch.drop_constraint(op.f("ck_messages_state_known"), type_="check")
        for column in ("origin", "ended_at", "fence"):
            batch.drop_column(column)
        batch.create_check_constraint(
            op.f("ck_messages_state_known"),
            "state IN ('planned', 'sending', 'sent', 'unreachable', 'failed', 'withheld', 'unknown')",
        )
        sending = sa.text("state = 'sending'")
        batch.create_index("ix_messages_sending", ["id"], sqlite_where=sending, postgresql_where=sending)
    with op.batch_alter_table("inbox") as batch:
        for index in ("ix_inbox_parked", "ix_inbox_new_chat"):
            batch.drop_index(index)
        batch.create_index("ix_inbox_new", ["update_id"], sqlite_where=NEW, postgresql_where=NEW)
        batch.create_index("ix_inbox_received_at", ["received_at"])
        for column in ("digest", "parked_at", "expected", "acted"):
            batch.drop_column(column)
        batch.alter_column("update_id", type_=sa.BigInteger(), existing_type=BIG_ID, existing_nullable=False)
        batch.alter_column("payload", type_=sa.JSON(), existing_type=sa.Text(), postgresql_using="payload::json")
    op.drop_table("inbox_chats")
    op.drop_table("leases")
