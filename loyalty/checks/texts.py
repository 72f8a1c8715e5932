"""Can the texts of the programme file be sent: in every language, with every blank filled, with whole tags?"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from loyalty.checks.finding import Finding
from loyalty.checks.telegram_html import trouble
from loyalty.checks.toml_lines import Path
from loyalty.notation import Localised
from loyalty.programme import Programme
from loyalty.touchpoint import Touchpoint, Trigger

LONGEST = 1000  # Telegram's caption has room for 1024, and names take some
LONGEST_TITLE = 40  # it stands on a button, too
LONGEST_DOCUMENT = 3500  # its message has room for 4096

_OF_ALL = ("name", "shop")
_OF_A_TRIGGER = {Trigger.BIRTHDAY: ("age",), Trigger.HOLIDAY: ("holiday",), Trigger.ANNIVERSARY: ("years",)}
_OF_AN_OFFER = ("coupon", "percent", "until")
_WHERE = {  # why a blank that there is elsewhere is not filled here
    "coupon": "there is no offer here",
    "percent": "there is no offer here",
    "until": "there is no offer here",
    "age": "it is known on a birthday",
    "holiday": "it is known on a holiday",
    "years": "they are known on an anniversary",
    "link": "there is no [referral] whose link it would be",
    "number": "the card's number is known in touchpoints",
    "name": "who gets it is not known yet",
}
_BLANK = re.compile(r"\{([^{}\n]{0,40})\}")


@dataclass(frozen=True, slots=True)
class _Text:
    """One text: where it stands, what may be filled in, how long it may be; `html`: whether tags mean anything."""

    path: Path
    text: Localised
    blanks: Collection[str] = ()
    html: bool = True
    longest: int = LONGEST


def findings(programme: Programme) -> Iterator[Finding]:
    """Everything that is wrong with what is said."""
    for one in _texts(programme):
        yield from _of_languages(one, programme)
        for language, text in one.text.items():
            path = one.path if language == "*" else (*one.path, language)
            yield from _of_words(path, text, one)


def _texts(programme: Programme) -> Iterator[_Text]:
    for place, tier in enumerate(programme.tiers):
        yield _Text(("tiers", place, "name"), tier.name, html=False)
    for place, offer in enumerate(programme.offers):
        yield _Text(("offers", place, "name"), offer.name, html=False)
    yield from _of_surveys(programme)
    for place, touchpoint in enumerate(programme.touchpoints):
        if touchpoint.title is not None:
            yield _Text(("touchpoints", place, "title"), touchpoint.title, html=False, longest=LONGEST_TITLE)
        yield _Text(("touchpoints", place, "text"), touchpoint.text, _blanks_of(touchpoint, programme))
    if programme.referral is not None:
        yield _Text(("referral", "text"), programme.referral.text, ("link", "shop", "percent"), html=False)
    if programme.privacy.document is not None:
        blanks = ("shop", "operator", "contact", "russia", "elsewhere")
        yield _Text(("privacy", "document"), programme.privacy.document, blanks, longest=LONGEST_DOCUMENT)


def _of_surveys(programme: Programme) -> Iterator[_Text]:
    for place, survey in enumerate(programme.surveys):
        for number, question in enumerate(survey.questions):
            path: Path = ("surveys", place, "questions", number)
            yield _Text((*path, "ask"), question.ask, _OF_ALL)
            for which, choice in enumerate(question.choices):
                yield _Text((*path, "choices", which, "label"), choice.label, html=False)
        for number, end in enumerate(survey.endings):
            yield _Text(("surveys", place, "endings", number, "text"), end.text, _OF_ALL)


def _blanks_of(touchpoint: Touchpoint, programme: Programme) -> tuple[str, ...]:
    blanks = (*_OF_ALL, "number", *_OF_A_TRIGGER.get(touchpoint.on, ()))
    offer = _OF_AN_OFFER if touchpoint.offer is not None else ()
    return (*blanks, *offer, *(("link",) if programme.referral is not None else ()))


def _of_languages(one: _Text, programme: Programme) -> Iterator[Finding]:
    languages = programme.shop.languages
    for wanted in languages:
        if wanted not in one.text and "*" not in one.text:
            yield one.path, f'add {wanted} = "…": the shop speaks {", ".join(languages)}'
    for language in one.text:
        if language not in ("*", "ru", "en"):
            yield (*one.path, language), 'write the language as "ru" or "en"'


def _of_words(path: Path, text: str, one: _Text) -> Iterator[Finding]:
    for blank in dict.fromkeys(_BLANK.findall(text)):
        if blank not in one.blanks:
            yield path, _of_blank(blank, one.blanks)
    if one.html and (remedy := trouble(text)) is not None:
        yield path, remedy
    if not one.html and re.search(r"</?[a-z]+>", text):
        yield path, "take out the tags: here they would be seen as they are"
    length = len(text.encode("utf-16-le")) // 2  # as Telegram counts
    if length > one.longest:
        yield path, f"shorten it to {one.longest} characters: it has {length}"


def _of_blank(blank: str, blanks: Collection[str]) -> str:
    if blank in _WHERE:
        return f"take out {{{blank}}}: {_WHERE[blank]}"
    bare = blank.strip().casefold()
    near = [bare] if bare in blanks else get_close_matches(bare, blanks, n=1)
    meant = f"; did you mean {{{near[0]}}}?" if near else ""
    return f"take out {{{blank}}}: nobody knows what to put there{meant}"
