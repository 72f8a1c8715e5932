"""What a button says when it is pressed: typed, short, versioned by its prefix.

    class TakeCase(Press, prefix="ct1"):
        case: int

    TakeCase(case=17).pack()  →  "ct1:17"        TakeCase.unpack("ct1:17")  →  TakeCase(case=17)

Telegram allows 64 bytes. A field is int, str (no colon) or bool. A button whose data no class knows any more is stale
and gets a kind answer. Authorisation happens again on every press; nothing here is a secret.
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self, dataclass_transform

_LIMIT = 64
_MOST = 2**63 - 1  # a larger number is nobody's id, and no database takes it


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Press:
    """The base of every button's data."""

    prefix: ClassVar[str]

    def __init_subclass__(cls, *, prefix: str, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.prefix = prefix
        dataclass(frozen=True, kw_only=True)(cls)

    def pack(self) -> str:
        """The wire form; ValueError where it would not fit (a bug of the caller, not of a person)."""
        parts = [self.prefix, *(_write(getattr(self, field.name)) for field in fields(self))]  # type: ignore[arg-type]
        packed = ":".join(parts)
        if len(packed.encode()) > _LIMIT or any(":" in part for part in parts):
            raise ValueError(f"button data {packed!r} does not fit")
        return packed

    @classmethod
    def unpack(cls, data: str) -> Self | None:
        """None where `data` is another button's, or an older version's."""
        prefix, *parts = data.split(":")
        wanted = fields(cls)  # type: ignore[arg-type]
        if prefix != cls.prefix or len(parts) != len(wanted):
            return None
        try:
            return cls(**{field.name: _read(field.type, part) for field, part in zip(wanted, parts, strict=True)})
        except ValueError:
            return None


def _write(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _read(kind: Any, part: str) -> object:
    if kind is str:
        return part
    number = int(part)
    if abs(number) > _MOST:
        raise ValueError(f"no button says {part}")
    return bool(number) if kind is bool else number
