"""A letter: what is sent, before any Telegram. Plain data, so that the outbox can keep it."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Style = Literal["danger", "success", "primary"]


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: exactly one of data (a press), url, copy, switch."""

    label: str
    data: str | None = None  # packed by texts.press
    url: str | None = None
    copy: str | None = None  # puts this text into the clipboard
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is drawn when the letter leaves (pictures add, they never carry meaning alone)."""

    kind: Literal["card"]
    customer: int


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """`text` is Telegram HTML, already escaped; at most 4096 UTF-16 units, 1024 with a picture."""

    text: str
    rows: Rows = ()
    picture: Picture | None = None

    def to_json(self) -> dict[str, Any]:
        """For the outbox."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Letter":
        """From the outbox."""
        picture = data.get("picture")
        return cls(
            text=data["text"],
            rows=tuple(tuple(Button(**button) for button in row) for row in data.get("rows", ())),
            picture=Picture(**picture) if picture else None,
        )
