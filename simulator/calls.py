"""One call of the bot: its parameters however they came (JSON, urlencoded, multipart), read as Telegram reads them."""

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from simulator.errors import ApiError, bad_request

if TYPE_CHECKING:
    from simulator.telegram import Telegram

Json = dict[str, Any]
DISPOSITION = re.compile(rb"(?i)^content-disposition:\s*form-data(?P<rest>.*)$", re.MULTILINE)
PART_TYPE = re.compile(rb"(?i)^content-type:\s*(?P<value>[^\r\n]*)", re.MULTILINE)
BOUNDARY = re.compile(r'(?i)boundary="?([^";]+)"?')


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    telegram: "Telegram"
    method: str
    params: Json  # strings, JSON values or Uploads

    def has(self, name: str) -> bool:
        return self.params.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name)
        if value is None or isinstance(value, Upload):
            return default
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        value = self.params.get(name)
        if isinstance(value, bool | int | float):
            return int(value)
        try:
            return int(value) if value else default
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        value = self.params.get(name)
        return value.lower() in ("true", "yes", "1") if isinstance(value, str) else bool(value)

    def json(self, name: str) -> Any:
        """A JSON value, sent as such or as a string. Raises ApiError when it is no JSON."""
        value = self.params.get(name)
        if isinstance(value, Upload) or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error

    def upload(self, name: str) -> Upload | str:
        """The file in this parameter: its bytes, or the id or address that stands for it."""
        return self.attached(self.params.get(name))

    def attached(self, value: object) -> Upload | str:
        """`attach://field` resolved. Raises ApiError when there is no such field."""
        if isinstance(value, Upload):
            return value
        if not isinstance(value, str):
            return ""
        if value.startswith("attach://"):
            found = self.params.get(value.removeprefix("attach://"))
            if not isinstance(found, Upload):
                raise bad_request("wrong remote file identifier specified: Wrong character in the string")
            return found
        return value

    def shown(self) -> Json:
        """The parameters for the log: files by name and size only."""
        return {name: _shown(value) for name, value in self.params.items()}


def _shown(value: object) -> object:
    return {"file": value.name, "size": len(value.data)} if isinstance(value, Upload) else value


def read_params(content_type: str, body: bytes, query: Json) -> Json:
    """The parameters of the address and of the body. Raises ApiError for a body that is not what it says."""
    kind = content_type.partition(";")[0].strip().lower()
    params = dict(query)
    if not body:
        return params
    if kind == "application/json":
        try:
            given = json.loads(body)
        except ValueError as error:
            raise ApiError(400, "Bad Request: can't parse JSON object") from error
        if not isinstance(given, dict):
            raise ApiError(400, "Bad Request: expected a JSON object")
        return params | given
    if kind == "application/x-www-form-urlencoded":
        return params | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if kind == "multipart/form-data":
        return params | _multipart(content_type, body)
    return params


def _multipart(content_type: str, body: bytes) -> Json:
    """Split at the boundary in one go: aiohttp's reader takes several times as long for a big file."""
    boundary = BOUNDARY.search(content_type)
    if boundary is None:
        raise ApiError(400, "Bad Request: boundary not found in multipart/form-data")
    params: Json = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:]:
        head, separator, content = part.partition(b"\r\n\r\n")
        disposition = DISPOSITION.search(head)
        name = _attribute(disposition["rest"], "name") if disposition and separator else None
        if disposition is None or name is None:
            continue
        file_name = _attribute(disposition["rest"], "filename")
        if file_name is None:
            params[name] = content.decode("utf-8", "replace")
        else:
            mime = PART_TYPE.search(head)
            params[name] = Upload(file_name, mime["value"].decode("ascii", "replace") if mime else "", content)
    return params


def _attribute(rest: bytes, name: str) -> str | None:
    """`name="value"`, `name=value` or `name*=utf-8''value` of a part's head."""
    word = name.encode()
    if coded := re.search(rb"(?i);\s*%b\*=utf-8''([^;\s]+)" % word, rest):
        return unquote(coded[1].decode("ascii", "replace"))
    found = re.search(rb'(?i);\s*%b=(?:"([^"\r\n]*)"|([^;\s"]*))' % word, rest)
    if found is None:
        return None
    value: bytes = found[1] if found[1] is not None else found[2]
    return value.decode("utf-8", "replace").replace("%22", '"')
