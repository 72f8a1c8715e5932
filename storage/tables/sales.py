"""What they bought, brought back, did not buy; what they were promised; whom they brought."""

import sqlalchemy as sa

from storage.columns import BigId, Moment, customer_id, metadata, one_of, row_id

purchases = sa.Table(
    "purchases",
    metadata,
    row_id(),
    customer_id(),
    sa.Column("at", Moment, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),  # paid, after the discount; may be zero in real histories
    sa.Column("discount", sa.BigInteger, nullable=False, server_default="0"),  # taken off to arrive at `amount`
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("receipt", sa.Text, unique=True),  # the same receipt is the same sale
    sa.Column("items", sa.Text),
    sa.Column("recorded_by", sa.BigInteger),  # a member of staff; NULL: a file or the API
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.CheckConstraint("amount >= 0 AND discount >= 0", name="not_negative"),
    # Sums over a window, the last purchases of one person, "bought within 14 days of the message". Covering.
    sa.Index("ix_purchases_customer_id_at_amount", "customer_id", "at", "amount"),
    # Touchpoints on a purchase; the owner's report.
    sa.Index("ix_purchases_at", "at"),
)

returns = sa.Table(
    "returns",
    metadata,
    row_id(),
    customer_id(),
    sa.Column("at", Moment, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("receipt", sa.Text, unique=True),
    sa.Column("recorded_by", sa.BigInteger),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.CheckConstraint("amount > 0", name="positive"),
    sa.Index("ix_returns_customer_id_at_amount", "customer_id", "at", "amount"),
)

refusals = sa.Table(
    "refusals",
    metadata,
    row_id(),
    customer_id(),
    sa.Column("at", Moment, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("recorded_by", sa.BigInteger),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Index("ix_refusals_at", "at"),
    sa.Index("ix_refusals_customer_id", "customer_id"),
)

coupons = sa.Table(
    "coupons",
    metadata,
    row_id(),
    customer_id(nullable=True),  # NULL: whoever bears it
    sa.Column("offer", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    sa.Column(
        "percent", sa.SmallInteger, nullable=False, server_default="0"
    ),  # as promised, whatever the file says now
    sa.Column("amount", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("valid_from", Moment, nullable=False),
    sa.Column("valid_until", Moment, nullable=False),
    sa.Column("issued_at", Moment, nullable=False),
    sa.Column("redeemed_at", Moment),
    sa.Column("purchase_id", BigId, sa.ForeignKey("purchases.id"), unique=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.CheckConstraint("(percent > 0) <> (amount > 0)", name="percent_or_amount"),
    sa.CheckConstraint("(redeemed_at IS NULL) = (purchase_id IS NULL)", name="redeemed_whole"),
    sa.Index("ix_coupons_customer_id", "customer_id", "valid_until"),
)

referrals = sa.Table(
    "referrals",
    metadata,
    row_id(),
    sa.Column("inviter_id", BigId, sa.ForeignKey("customers.id"), nullable=False),
    sa.Column("friend_id", BigId, sa.ForeignKey("customers.id"), nullable=False, unique=True),  # brought once, by one
    sa.Column("at", Moment, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),  # why refused
    sa.Column("earned_at", Moment),
    one_of("state", "pending", "earned", "refused"),
    sa.CheckConstraint("inviter_id <> friend_id", name="not_oneself"),
    sa.Index("ix_referrals_inviter_id", "inviter_id", "state"),
)
