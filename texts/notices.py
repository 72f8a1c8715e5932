"""What the manager chat hears of: a new customer, a low score, a refusal with words, a message; with buttons."""

from dataclasses import dataclass

from texts.lengths import pieces, shortened, size
from texts.letter import Button, Letter, Rows
from texts.press import Press
from texts.till import called, lines
from texts.values import Html, as_html
from texts.words import Words

PIECE = 3000  # units of what a person wrote in one message; the rest of Telegram's 4096 is ours
SOURCE = 64


class TakeCase(Press, prefix="ct1"):
    """It is mine now."""

    case: int


class AnswerCase(Press, prefix="ca1"):
    """I want to write to the customer."""

    case: int


class CloseCase(Press, prefix="cc1"):
    """It is settled."""

    case: int


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a case. `author`: customer or staff."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as staff see it. `kind` and `state` are those of storage; `page`: the link to the customer's page."""

    id: int
    kind: str
    state: str
    owner: str | None
    name: str | None
    phone: str | None  # masked
    page: str | None
    said: tuple[Said, ...] = ()


def new_customer(
    words: Words, *, name: str | None, source: str | None, invited_by: str | None, page: str | None
) -> Letter:
    """Somebody has a card since a moment ago, and where they came from."""
    if invited_by is not None:
        origin = words("notice-invited-by", name=called(words, invited_by))
    elif source:
        origin = words("notice-source", source=shortened(source, SOURCE))
    else:
        origin = words("notice-source-unknown")
    return Letter(lines(words("notice-new-customer", name=called(words, name)), origin), page_row(words, page))


def page_row(words: Words, page: str | None) -> Rows:
    """The button that opens the customer's page, for those who may see it."""
    return () if page is None else ((Button(words.plain("client-button-page"), url=page),),)


def case_letter(words: Words, case: CaseFacts) -> Letter:
    """The whole case: who, what was said (the latest, as far as it fits), whose it is."""
    head = lines(words("case-title", kind=case.kind, id=str(case.id)), _who(words, case))
    return Letter("\n\n".join((head, _said(words, case.said), _state(words, case))), case_rows(words, case))


def more_letters(words: Words, case: CaseFacts, text: str) -> list[Letter]:
    """What was said after the case was opened, whole: as many messages as it takes, the buttons under the last."""
    title = words("case-more", name=called(words, case.name), id=str(case.id))
    parts = pieces(text, PIECE)
    letters = [Letter(lines(title, as_html(part, words.language))) for part in parts[:-1]]
    last = lines(title, as_html(parts[-1], words.language))
    return [*letters, Letter(f"{last}\n\n{_state(words, case)}", case_rows(words, case))]


def rest_letters(words: Words, case: CaseFacts, text: str) -> list[Letter]:
    """What of a first message had no room in `case_letter`."""
    title = words("case-more", name=called(words, case.name), id=str(case.id))
    return [Letter(lines(title, as_html(part, words.language))) for part in pieces(text, PIECE)[1:]]


def case_rows(words: Words, case: CaseFacts) -> Rows:
    """What may be done with it. An answer may be written even when it is closed."""
    take = Button(words.plain("case-button-take"), TakeCase(case=case.id).pack(), style="primary")
    answer = Button(words.plain("case-button-answer"), AnswerCase(case=case.id).pack())
    close = Button(words.plain("case-button-close"), CloseCase(case=case.id).pack(), style="success")
    actions = {"open": ((take, answer), (close,)), "taken": ((answer, close),)}.get(case.state, ((answer,),))
    return actions + page_row(words, case.page)


def _who(words: Words, case: CaseFacts) -> Html:
    name = called(words, case.name)
    if case.phone is None:
        return words("case-customer-phoneless", name=name)
    return words("case-customer", name=name, phone=case.phone)


def _said(words: Words, said: tuple[Said, ...]) -> str:
    """The newest lines win where not all fit; the order stays."""
    shown: list[str] = []
    left = PIECE
    for line in reversed(said):
        if left < 100:
            shown.append(words("case-lines-earlier"))
            break
        start, *rest = pieces(line.text, left)
        shown.append(words("case-line", author=line.author, text=start + ("…" if rest else "")))
        left -= size(as_html(start, words.language))
    return "\n".join(reversed(shown))


def _state(words: Words, case: CaseFacts) -> str:
    owner = words("case-owner", owner=shortened(case.owner, SOURCE)) if case.owner else words("case-nobodys")
    if case.state == "closed":
        return words("case-closed")
    return lines(owner, words("case-reply-hint"))
