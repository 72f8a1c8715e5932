"""What is arranged to go wrong: the next calls fail, hang, come late, or lose their connection."""

from dataclasses import dataclass
from typing import Any

from simulator.errors import ApiError, ControlError

Json = dict[str, Any]
KINDS = ("status", "reset", "delay", "timeout")
SAYINGS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
HANG = 3600.0  # seconds a "timeout" keeps a caller waiting: longer than any client does


@dataclass(slots=True)
class Fault:
    id: int
    method: str  # "*": every one
    kind: str
    code: int = 500
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0.0
    count: int | None = None  # calls still to fail; None: all of them
    skip: int = 0  # matching calls still to be let through
    chat: int | str | None = None
    after: bool = False  # the call takes effect, only its answer is lost

    def matches(self, method: str, chat: object) -> bool:
        same_chat = self.chat is None or str(self.chat) == str(chat)
        return same_chat and self.method.lower() in ("*", method.lower())

    def error(self) -> ApiError:
        parameters = {} if self.retry_after is None else {"retry_after": self.retry_after}
        return ApiError(self.code, self.description, **parameters)

    def describe(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}


class Faults:
    def __init__(self) -> None:
        self.active: list[Fault] = []
        self._last_id = 0

    def add(self, body: Json) -> Fault:
        self._last_id += 1
        fault = _fault(self._last_id, body)
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        self.active.clear()

    def strike(self, method: str, chat: object) -> Fault | None:
        """The fault that this call runs into, counted down."""
        for fault in self.active:
            if not fault.matches(method, chat):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.count is not None:
                fault.count -= 1
                if fault.count <= 0:
                    self.active.remove(fault)
            return fault
        return None


def _fault(number: int, body: Json) -> Fault:
    fields = {key: value for key, value in body.items() if key in Fault.__slots__ and key != "id"}
    if unknown := set(body) - set(fields):
        raise ControlError(f"a fault has no {', '.join(sorted(unknown))}")
    match fields:
        case {"method": str(), "kind": str() as kind} if kind in KINDS:
            fault = Fault(number, **fields)
        case _:
            raise ControlError(f"a fault needs a method and a kind of {', '.join(KINDS)}")
    _check_numbers(fault)
    if fault.kind == "status" and fault.retry_after is not None and "code" not in fields:
        fault.code = 429
    if fault.code == 429 and fault.retry_after is None:
        fault.retry_after = 1
    if not fault.description:
        late = f"Too Many Requests: retry after {fault.retry_after}"
        fault.description = late if fault.code == 429 else SAYINGS.get(fault.code, f"Error {fault.code}")
    if fault.kind == "timeout" and "seconds" not in fields:
        fault.seconds = HANG
    return fault


def _check_numbers(fault: Fault) -> None:
    whole: tuple[object, ...] = (fault.code, fault.skip, fault.count or 1, fault.retry_after or 0)
    if not all(isinstance(value, int) and value >= 0 for value in whole) or fault.count == 0:
        raise ControlError("code, count, skip and retry_after are whole numbers")
    seconds: object = fault.seconds
    if not isinstance(seconds, int | float) or seconds < 0:
        raise ControlError("seconds is a number")
    if not 400 <= fault.code <= 599:
        raise ControlError("code is an HTTP error, 400 to 599")
