"""Who the customers are, and what they agreed to."""

import sqlalchemy as sa

from storage.columns import BigId, Moment, customer_id, metadata, one_of, row_id

customers = sa.Table(
    "customers",
    metadata,
    row_id(),
    sa.Column("telegram_id", sa.BigInteger, unique=True),  # NULL: imported or enrolled at the till, not met yet
    sa.Column("phone", sa.Text, unique=True),  # NULL: has not told it yet
    sa.Column("phone_verified", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("name", sa.Text),
    sa.Column("birth_year", sa.SmallInteger),
    sa.Column("birth_month", sa.SmallInteger),
    sa.Column("birth_day", sa.SmallInteger),
    sa.Column("email", sa.Text),
    sa.Column("gender", sa.Text),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("timezone", sa.Text),  # NULL: the shop's
    sa.Column("source", sa.Text),  # what followed `s_` in the link that brought them
    sa.Column("invite_code", sa.Text, unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("enrolled_at", Moment),  # the enrolment survey was finished (or the person imported)
    sa.Column("blocked_at", Moment),  # they blocked the bot; NULL again when they write
    sa.Column("erased_at", Moment),  # asked to be forgotten: personal columns are NULL, purchases stay as statistics
    # What the consents table says last, kept here because every plan and every message asks for it:
    sa.Column("processing", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("marketing", sa.Boolean, nullable=False, server_default=sa.false()),
    # What purchases less returns say, kept in the same transaction that changes them, so that silence and the ladder
    # are asked of one table:
    sa.Column("purchase_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("first_purchase_at", Moment),
    sa.Column("last_purchase_at", Moment),
    # Who has been quiet since when (touchpoints on silence), and the ladder's sleeping and lost.
    sa.Index("ix_customers_last_purchase_at", "last_purchase_at"),
    # Whose birthday it is.
    sa.Index("ix_customers_birthday", "birth_month", "birth_day"),
    # Anniversaries of the first purchase; enrolments; who lives by another clock than the shop.
    sa.Index("ix_customers_first_purchase_at", "first_purchase_at"),
    sa.Index("ix_customers_enrolled_at", "enrolled_at"),
    sa.Index(
        "ix_customers_timezone",
        "timezone",
        sqlite_where=sa.text("timezone IS NOT NULL"),
        postgresql_where=sa.text("timezone IS NOT NULL"),
    ),
    sa.CheckConstraint("(birth_month IS NULL) = (birth_day IS NULL)", name="birthday_whole"),
)

tags = sa.Table(
    "tags",
    metadata,
    sa.Column("customer_id", BigId, sa.ForeignKey("customers.id"), primary_key=True),
    sa.Column("tag", sa.Text, primary_key=True),
)

documents = sa.Table(  # every wording that somebody agreed to, so that a consent can be proved years later
    "documents",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),  # SHA-256 of the text, hex
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("first_shown_at", Moment, nullable=False),
)

consents = sa.Table(  # append-only: a withdrawal is a row, too
    "consents",
    metadata,
    row_id(),
    customer_id(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("given", sa.Boolean, nullable=False),
    sa.Column("document", sa.Text, sa.ForeignKey("documents.hash")),  # NULL: imported, the paper is the shop's
    sa.Column("wording", sa.Text, nullable=False),  # the words on the button that was pressed
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    one_of("kind", "processing", "marketing"),
    one_of("source", "chat", "import", "till", "api"),
    sa.Index("ix_consents_customer_id", "customer_id", "kind", "id"),
)

cards = sa.Table(
    "cards",
    metadata,
    row_id(),
    customer_id(unique=True),  # nobody gets two
    sa.Column("number", sa.Text, nullable=False, unique=True),  # EAN-13
    sa.Column("token", sa.Text, nullable=False, unique=True),  # the secret behind the QR's `c_` link
    sa.Column("issued_at", Moment, nullable=False),
    sa.Column("valid_until", Moment),  # NULL: for ever
)

notes = sa.Table(
    "notes",
    metadata,
    row_id(),
    customer_id(),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("author_id", sa.BigInteger, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Index("ix_notes_customer_id", "customer_id", "id"),
)
