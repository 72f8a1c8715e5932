"""What do the columns of a file mean? Its first row says it, in the project's words or in an accountant's."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["customers", "purchases"]

COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    "customers": ("phone", "name", "birthday", "email", "gender", "language", "tags", "consent"),
    "purchases": ("date", "phone", "card", "amount", "receipt", "items"),
}
KEY = "kasaniekey"  # `kasanie_key`, our own mark of a purchase in what `export` wrote: loaded back, it is known again
REASON = "reason"  # of our own `.rejected.csv`, once its rows are mended
# As others call them. Compared without case, spaces and signs.
_ALSO = {
    "phone": "телефон тел моб мобильный номертелефона телефонклиента контактныйтелефон phonenumber mobile tel",
    "name": "имя фио клиент покупатель имяклиента фиоклиента customer fullname customername",
    "birthday": "деньрождения датарождения др birthdate dateofbirth dob",
    "email": "почта элпочта электроннаяпочта емейл имейл mail",
    "gender": "пол sex",
    "language": "язык lang",
    "tags": "теги тег метки метка группа tag group",
    "consent": "согласие согласия consents",
    "date": "дата датапокупки датапродажи датачека датаивремя время datetime purchasedate day",
    "card": "карта номеркарты дисконтнаякарта cardnumber",
    "amount": "сумма суммачека суммапокупки итого стоимость sum total price",
    "receipt": "чек номерчека квитанция документ номердокумента check receiptnumber invoice",
    "items": "товары товар позиции состав покупка наименование item goods products",
    KEY: "",
    REASON: "причина",
}
_NAMES = {also: name for name, others in _ALSO.items() for also in (name, *others.split())}
_WHO = "phonecard"  # `phone|card`: either, in one column


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands: our name of a column → its place in a row. `strange`: columns that mean nothing here."""

    kind: Kind
    places: Mapping[str, int]
    strange: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """`no-header`: no column is known; `missing`: `names` must be there; `twice`: they are there more than once;
    `other-kind`: it is a file of the kind in `names`.
    """

    reason: Literal["no-header", "missing", "twice", "other-kind"]
    names: tuple[str, ...] = ()


def recognise_columns(header: Sequence[str], wanted: Kind | None) -> Columns | NotUnderstood:
    """wanted: the kind that the owner says it is; None: it is found from the header."""
    names = [_named(cell) for cell in header]
    known = [name for name in names if name is not None]
    if not known:
        return NotUnderstood("no-header")
    twice = tuple(name for name, count in Counter(known).items() if count > 1)
    if twice:
        return NotUnderstood("twice", twice)
    kind = _kind_of(known)
    if wanted is not None and kind != wanted and not _missing(kind, known):
        return NotUnderstood("other-kind", (kind,))
    kind = wanted or kind
    if missing := _missing(kind, known):
        return NotUnderstood("missing", missing)
    places = {name: place for place, name in enumerate(names) if name is not None}
    meant = {*COLUMNS[kind], _WHO, KEY, REASON}
    strange = tuple(
        cell.strip() for cell, name in zip(header, names, strict=True) if cell.strip() and name not in meant
    )
    return Columns(kind, places, strange)


def known_columns(header: Iterable[str]) -> int:
    """How many of the cells name a column: a file cut at the wrong sign has none or one."""
    return sum(_named(cell) is not None for cell in header)


def _named(cell: str) -> str | None:
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", cell).casefold().replace("ё", "е"))
    return _WHO if plain == _WHO else _NAMES.get(plain)


def _kind_of(known: Sequence[str]) -> Kind:
    """A date alone may be the day on which a customer was entered; with a sum or a receipt it is a purchase."""
    of_people = set(COLUMNS["customers"]) - {"phone"}
    dated = "date" in known and not of_people & set(known)
    return "purchases" if dated or {"amount", "receipt", _WHO} & set(known) else "customers"


def _missing(kind: Kind, known: Sequence[str]) -> tuple[str, ...]:
    if kind == "customers":
        return () if "phone" in known else ("phone",)
    who = known if not {"phone", "card", _WHO} & set(known) else [*known, "phone|card"]
    return tuple(name for name in ("date", "phone|card", "amount") if name not in who)
