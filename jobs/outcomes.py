"""What came of messages, told to the log and to /metrics; of no person."""

import structlog
from prometheus_client import Counter, Gauge

from actions.deliver import Migrated, Outgoing, RateLimited, Refused, Result, Trouble
from actions.pass_gate import Stopped
from storage.message_marks import Left

log = structlog.get_logger("jobs.drain")
outcomes = Counter("kasanie_messages", "Messages of the outbox, by what came of them", ["outcome"])
withheld = Counter("kasanie_messages_withheld", "Messages that were not sent, by the reason", ["reason"])
flood_waits = Counter("kasanie_flood_waits", "How often Telegram answered a message of the outbox with 429: not now.")
send_rate = Gauge("kasanie_send_rate_per_second", "Messages a second that may leave just now, after the latest rest.")


def note_end(letter: Outgoing, result: Result, end: str) -> None:
    """One message."""
    facts = _counted(letter.id, end, letter.origin)
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
        case _:  # a broadcast of thousands
            log.debug("a message met its end", **facts)


def note_stopped(stopped: Stopped) -> None:
    """One message that the gate has let nobody have."""
    facts = _counted(stopped.message, stopped.state, stopped.origin)
    if stopped.state == "withheld":
        withheld.labels(stopped.reason).inc()
    if stopped.state == "failed":  # it cannot be written: a mistake in the programme, or of ours
        log.error("a message will not leave", reason=stopped.reason, **facts)
    elif stopped.origin is not None:
        log.info("a message will not leave", reason=stopped.reason, **facts)
    else:
        log.debug("a message will not leave", reason=stopped.reason, **facts)


def note_left(left: Left) -> None:
    """One message that an earlier holder of the lease was sending: nobody knows whether it arrived."""
    facts = _counted(left.message, "again" if left.state == "planned" else left.state, left.origin)
    log.warning("a message was interrupted", **facts)


def note_rest(seconds: float) -> None:
    """Telegram wants peace."""
    flood_waits.inc()
    log.warning("Telegram wants a rest", seconds=seconds)


def _counted(message: int, outcome: str, origin: str | None) -> dict[str, object]:
    """What the line about it says, beside the rest. origin: the update that it follows from, if it follows from one."""
    outcomes.labels(outcome).inc()
    facts: dict[str, object] = {"message": message, "outcome": outcome}
    return facts if origin is None else facts | {"origin": origin}
