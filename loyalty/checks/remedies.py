"""From the words of parsers to plain words: what is wrong with the programme file, and how to mend it."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from loyalty.checks.finding import Finding, suggestion
from loyalty.checks.toml_lines import Path
from loyalty.programme import Programme

_SYNTAX = (
    ("Cannot overwrite a value", "keep one of them: this key stands here twice"),
    ("Cannot declare", "keep one of them: this table stands here twice (where there may be several, write [[…]])"),
    ("Expected '=' after a key", "write it as: key = value"),
    ("Unclosed array", "part the elements of the list with commas, and close it with ]"),
    ("Expected ']'", "close the bracket: [table] or [[table]]"),
    ("Unclosed inline table", "part the keys with commas, and close the braces with }"),
    ("Invalid initial character for a key part", "write keys in Latin letters, and no comma before }"),
    ("Invalid statement", "write [table] or key = value, with keys in Latin letters"),
    ("Expected newline", 'write one key = value on a line, and put texts in quotes: "…"'),
    ("Unterminated string", "close the quotes"),
    ('Expected "\'"', "close the quotes on the same line"),
    ("Expected \"'''\"", "close the quotes"),
    ("Found invalid character '\\n'", "close the quotes on the same line"),
    ("Illegal character '\\n'", 'close the quotes on the same line, or write long texts in three: """…"""'),
    ("Unescaped '\\'", "write \\\\ for a backslash"),
    ("Invalid value", 'put texts in straight quotes: "…"; numbers, true and false stand without'),
)


def of_syntax(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """The line of a mistake against TOML itself, and the remedy."""
    said, _, place = str(error).removesuffix(")").rpartition(" (at ")
    found = (remedy for beginning, remedy in _SYNTAX if said.startswith(beginning))
    return _line(said, place, text), next(found, f"mend the TOML: {said}")


def _line(said: str, place: str, text: str) -> int:
    """Quotes that are never closed swallow the rest of the file: then the last of them is the one that opens."""
    quotes = next((quotes for quotes in ("'''", "'") if said == f'Expected "{quotes}"'), '"""')
    numbered = re.match(r"line (\d+)", place)
    if numbered is None and quotes in text:
        return text[: text.rindex(quotes)].count("\n") + 1
    line = int(numbered[1]) if numbered else len(text.rstrip().splitlines())
    return max(1, min(line, len(text.splitlines())))


def of_shape(error: ValidationError) -> Iterator[Finding]:
    """Every mistake against the models, with the keys as the file has them."""
    errors = error.errors()
    for one in errors:
        path = one["loc"]
        follows = one["type"] == "too_short" and any(
            other["loc"][: len(path)] == path for other in errors if other != one
        )
        if not follows:  # a list whose only element is wrong counts as empty
            yield path, _remedy(one["type"], path, one.get("ctx", {}), one["input"], one["msg"])


def _remedy(kind: str, path: Path, context: Mapping[str, Any], given: object, said: str) -> str:
    if kind == "extra_forbidden":
        key = str(path[-1])
        return f"take it out: there is no such key{suggestion(key, _keys_beside(path), '`')}"
    if kind in ("literal_error", "enum"):
        words = re.findall("'([^']*)'", context["expected"])
        return f"write one of {', '.join(words)}{suggestion(str(given), words)}"
    if kind == "string_pattern_mismatch":
        return _PATTERNS[context["pattern"]]
    if kind == "value_error":
        return str(context["error"])
    plain = _PLAIN.get(kind)
    return plain(context) if plain else said


_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]{0,23}$": 'write it in small Latin letters, digits and dashes, at most 24, as "birthday-15"',
    r"^[A-Z]{2}$": 'write the country as two capital letters (ISO 3166), as "RU"',
    r"^2\d{1,6}$": 'write 2 to 7 digits that begin with a 2, as "2900": those prefixes are free for use inside a shop',
}


def _always(remedy: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda _: remedy


_WHOLE = _always("write a whole number")
_NUMBER = _always('write a number, as 1500 or "1499.90"')
_SWITCH = _always("write true or false")
_LIST = _always("write a list in square brackets (tables of a list: [[…]])")
_PLAIN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": _always("add it: it has to be there"),
    "string_type": _always('put it in quotes: "…"'),
    "dict_type": _always('write the text, as "…" or { ru = "…", en = "…" }'),
    "model_type": _always("write a table of keys here"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "time_type": _always('write a time as "21:00"'),
    "decimal_max_places": lambda context: f"write at most {context['decimal_places']} digits after the point",
    "greater_than_equal": lambda context: f"write {context['ge']} or more",
    "less_than_equal": lambda context: f"write {context['le']} or less",
    "too_short": _always("add at least one"),
    "string_too_short": _always("write something between the quotes"),
    "string_too_long": lambda context: f"write at most {context['max_length']} characters",
}


def _keys_beside(path: Path) -> list[str]:
    """The keys that the table knows in which `path` stands."""
    model: type[BaseModel] | None = Programme
    for part in path[:-1]:
        if model is not None and isinstance(part, str):
            model = _model_in({_key(name, model): field.annotation for name, field in model.model_fields.items()}[part])
    return [_key(name, model) for name in model.model_fields] if model else []


def _key(name: str, model: type[BaseModel]) -> str:
    return model.model_fields[name].alias or name


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a key holds one or several of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner)) is not None), None)
