"""What was asked, answered, complained of and written: surveys, cases, and the outbox."""

import sqlalchemy as sa

from storage.columns import BigId, Moment, customer_id, metadata, one_of, row_id

responses = sa.Table(  # one person going once through a survey
    "responses",
    metadata,
    row_id(),
    sa.Column("survey", sa.Text, nullable=False),
    customer_id(),
    sa.Column("occasion", sa.Text, nullable=False),  # `message:17`, `once`: a survey is answered once an occasion
    sa.Column("message_id", BigId),  # the touch that asked; no foreign key: cases → responses → messages → cases
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("touched_at", Moment, nullable=False),
    sa.Column("finished_at", Moment),
    sa.Column("cancelled_at", Moment),
    sa.UniqueConstraint("survey", "customer_id", "occasion"),
    # Who stopped half-way.
    sa.Index("ix_responses_survey_finished_at", "survey", "finished_at", "touched_at"),
    sa.Index("ix_responses_message_id", "message_id"),
    sa.Index("ix_responses_customer_id", "customer_id"),
)

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("response_id", BigId, sa.ForeignKey("responses.id"), primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),  # str | int | bool | list[str]; null: skipped
    sa.Column("at", Moment, nullable=False),
)

messages = sa.Table(  # the outbox: one touch to one person or chat
    "messages",
    metadata,
    row_id(),
    sa.Column("touchpoint", sa.Text),  # NULL: not a rule of the programme but a consequence of an action
    customer_id(nullable=True),  # NULL: to staff or the owner
    sa.Column("chat_id", sa.BigInteger),  # NULL: the customer's private chat, looked up when it is sent
    sa.Column("occurrence", sa.Text, nullable=False),  # `2026` for a birthday, `purchase:17`: one touch an occurrence
    sa.Column("key", sa.Text, unique=True),  # idempotency key of an action's message
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("priority", sa.SmallInteger, nullable=False),  # 0 service, 1 owner and staff, 2 marketing; lower first
    sa.Column(
        "letter", sa.JSON(none_as_null=True)
    ),  # texts.letter.Letter; NULL: written from the programme when it is sent
    sa.Column("anchor_at", Moment),  # the purchase, the birthday, the last purchase before the silence
    sa.Column("case_id", BigId, sa.ForeignKey("cases.id")),  # a reply to this message belongs to the case
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),  # of `withheld` and `failed`
    sa.Column("planned_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),  # not welcome any more after this
    sa.Column("sent_at", Moment),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("telegram_message_id", sa.BigInteger),
    sa.Column("fence", sa.BigInteger),  # `leases.fence` of the drainer that has it
    sa.Column("ended_at", Moment),  # when it became what is neither planned nor sent
    sa.Column("origin", sa.Text),  # the update that it follows from, for whoever reads the log
    sa.UniqueConstraint("touchpoint", "customer_id", "occurrence"),  # a second greeting is impossible
    one_of("state", "planned", "due", "sending", "sent", "unreachable", "failed", "withheld", "unknown"),
    one_of("category", "service", "useful", "news", "about_us", "offer"),
    # What is due now, in order of priority.
    sa.Index(
        "ix_messages_due",
        "priority",
        "due_at",
        "id",
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    ),
    # What a drainer has, and what it leaves when it dies.
    sa.Index(
        "ix_messages_taken",
        "id",
        sqlite_where=sa.text("state IN ('due', 'sending')"),
        postgresql_where=sa.text("state IN ('due', 'sending')"),
    ),
    # What went wrong lately: the owner's daily line.
    sa.Index(
        "ix_messages_ended_at",
        "ended_at",
        sqlite_where=sa.text("state IN ('failed', 'unknown')"),
        postgresql_where=sa.text("state IN ('failed', 'unknown')"),
    ),
    # What was owed to somebody and came too late: the same.
    sa.Index(
        "ix_messages_owed",
        "ended_at",
        sqlite_where=sa.text("state = 'withheld' AND touchpoint IS NULL"),
        postgresql_where=sa.text("state = 'withheld' AND touchpoint IS NULL"),
    ),
    # The frequency cap: what a person got lately. The owner's report by touchpoint.
    sa.Index("ix_messages_customer_id_sent_at", "customer_id", "sent_at"),
    sa.Index("ix_messages_touchpoint_planned_at", "touchpoint", "planned_at"),
    # Staff replied to this message.
    sa.Index("ix_messages_chat_id_telegram_message_id", "chat_id", "telegram_message_id"),
)

cases = sa.Table(
    "cases",
    metadata,
    row_id(),
    customer_id(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("owner_id", sa.BigInteger),  # the member of staff who took it
    sa.Column("owner_name", sa.Text),
    sa.Column("response_id", BigId, sa.ForeignKey("responses.id"), unique=True),  # the answers that opened it
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("touched_at", Moment, nullable=False),
    sa.Column("closed_at", Moment),
    one_of("kind", "question", "low_score", "refusal"),
    one_of("state", "open", "taken", "closed"),
    sa.Index("ix_cases_customer_id", "customer_id", "state"),
    sa.Index("ix_cases_state", "state", "touched_at"),
)

case_lines = sa.Table(  # what was said in a case, by the customer and by staff
    "case_lines",
    metadata,
    row_id(),
    sa.Column("case_id", BigId, sa.ForeignKey("cases.id"), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("author_id", sa.BigInteger),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    one_of("author", "customer", "staff"),
    sa.Index("ix_case_lines_case_id", "case_id", "id"),
)
