"""The consent documents, filled for the shop. Whoever agreed, agreed to exactly this text: its hash is kept with it."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from loyalty.programme import Programme
from texts.programme_words import render
from texts.values import Html

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Document:
    """`text` is Telegram HTML that fits into one message; `hash` is the SHA-256 of it, hex."""

    text: Html
    hash: str


def processing_document(programme: Programme, language: str) -> Document:
    """Consent to the processing of personal data: the shop's own wording, or the built-in one."""
    own = programme.privacy.document
    text = render(own or _template("processing", language), language, _values(programme))
    return Document(text, sha256(text.encode()).hexdigest())


def marketing_wording(programme: Programme, language: str) -> Html:
    """Consent to advertising, which is asked for apart from the other and may be refused."""
    return render(_template("marketing", language), language, _values(programme))


def _values(programme: Programme) -> dict[str, object]:
    shop, operator = programme.shop, programme.privacy.operator
    return {
        "shop": shop.name,
        "operator": f"{operator} ({shop.name})" if operator and operator != shop.name else shop.name,
        "contact": shop.contact or None,
        "russia": "" if shop.country == "RU" else None,  # lines that name Russian law, and the lines for elsewhere
        "elsewhere": None if shop.country == "RU" else "",
    }


@cache
def _template(kind: str, language: str) -> dict[str, str]:
    return {language: (_FOLDER / f"{kind}.{language}.html").read_text(encoding="utf-8")}
