"""The clock that the page turns. Message dates follow it; time limits of the protocol follow real time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from simulator.bell import Bell
from simulator.errors import ControlError

Json = dict[str, Any]
MOST_MOMENTS = 6


@dataclass(slots=True)
class Clock:
    """`version` only ever grows, also over a reset: a bot that waits for a later one must not miss it."""

    offset: float = 0.0  # seconds ahead of the machine's clock
    version: int = 0
    reached: int = 0  # the version that the bot has lived through
    moments: list[Json] = field(default_factory=list)
    bell: Bell = field(default_factory=Bell)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def timestamp(self) -> int:
        return int(self.now().timestamp())

    def describe(self) -> Json:
        return {
            "now": self.now().isoformat(timespec="milliseconds"),
            "offset": round(self.offset, 3),
            "version": self.version,
            "reached": self.reached,
            "moments": self.moments,
        }

    def turn(self, body: Json) -> None:
        """`{"advance": seconds}` or `{"to": ISO}`, forward or back."""
        match body:
            case {"advance": int() | float() as seconds}:
                self._set(self.offset + seconds)
            case {"to": str() as moment}:
                self._set((parse_moment(moment) - datetime.now(UTC)).total_seconds())
            case _:
                raise ControlError("give {advance: seconds} or {to: ISO}")

    def restart(self) -> None:
        self.moments = []
        self._set(0.0)

    def offer(self, moments: object) -> None:
        if not isinstance(moments, list) or len(moments) > MOST_MOMENTS:
            raise ControlError(f"a list of at most {MOST_MOMENTS} moments is expected")
        for moment in moments:
            match moment:
                case {"id": str(), "title": {"ru": str(), "en": str()}, "at": str() as at}:
                    parse_moment(at)
                case _:
                    raise ControlError("a moment is {id, title: {ru, en}, at: ISO}")
        self.moments = moments

    def reach(self, version: object) -> None:
        if not isinstance(version, int) or not 0 <= version <= self.version:
            raise ControlError(f"version must be a number up to {self.version}")
        self.reached = max(self.reached, version)

    def _set(self, offset: float) -> None:
        try:
            datetime.now(UTC) + timedelta(seconds=offset)
        except (OverflowError, ValueError) as error:
            raise ControlError("the clock cannot be turned that far") from error
        self.offset = offset
        self.version += 1
        self.bell.ring()


def parse_moment(text: str) -> datetime:
    """Aware UTC; a moment without a zone is taken as UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ControlError(f"not an ISO moment: {text}") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
