"""What came of messages, told to the log and to /metrics; of no person."""

from collections.abc import Mapping

import structlog
from prometheus_client import Counter, Gauge

from actions.deliver import Migrated, Outgoing, RateLimited, Refused, Result, Trouble
from storage.message_marks import Interrupted

log = structlog.get_logger("jobs.drain")
outcomes = Counter("kasanie_messages", "Messages of the outbox, by what came of them", ["outcome"])
withheld = Counter("kasanie_messages_withheld", "Messages that were not sent, by the reason", ["reason"])
flood_waits = Counter("kasanie_flood_waits", "How often Telegram answered a message of the outbox with 429: not now.")
send_rate = Gauge("kasanie_send_rate_per_second", "Messages a second that may leave just now, after the latest rest.")


def note_end(letter: Outgoing, result: Result, end: str) -> None:
    """One message."""
    outcomes.labels(end).inc()
    facts = {"message": letter.id, "outcome": end}
    if letter.origin is not None:
        facts["origin"] = letter.origin
    match result:
        case Refused(reason):
            log.error("Telegram refused a message", reason=reason, **facts)
        case Trouble(reason):
            log.warning("a message met trouble", reason=reason, **facts)
        case Migrated(chat):
            log.info("a group has become a supergroup", old=letter.chat_id, new=chat, **facts)
        case RateLimited(seconds):
            log.info("a message was too fast for Telegram", seconds=seconds, **facts)
        case _ if letter.origin is not None:
            log.info("a message met its end", **facts)


def note_rest(seconds: float) -> None:
    """Telegram wants peace."""
    flood_waits.inc()
    log.warning("Telegram wants a rest", seconds=seconds)


def note_withheld(reasons: Mapping[str, int]) -> int:
    """What the gate has let nobody have. Returns how many."""
    for reason, count in reasons.items():
        withheld.labels(reason).inc(count)
    return sum(reasons.values())


def note_interrupted(left: Interrupted) -> None:
    """What an earlier holder of the lease has left half-way."""
    outcomes.labels("again").inc(left.again)
    outcomes.labels("unknown").inc(left.unknown)
    if left:
        log.warning(
            "interrupted messages: service is sent again, of marketing nobody knows whether it arrived",
            again=left.again,
            unknown=left.unknown,
        )
