"""What went wrong: outages and failed jobs outlive the process; what was owed and came too late is found quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OWED = sa.text("state = 'withheld' AND touchpoint IS NULL")


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('telegram', 'database', 'job')", name=op.f("ck_incidents_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index("ix_incidents_noted_at", "incidents", ["noted_at"])
    op.create_index("ix_messages_owed", "messages", ["ended_at"], sqlite_where=OWED, postgresql_where=OWED)


def downgrade() -> None:
    op.drop_index("ix_messages_owed", "messages")
    op.drop_table("incidents")
