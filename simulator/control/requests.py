"""What every control call needs: its JSON read, its mistakes answered as `{"error": …}`."""

import asyncio
import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulator.calls import Upload, read_params
from simulator.errors import ApiError, ControlError
from simulator.telegram import Telegram
from simulator.world import Chat, Person

Json = dict[str, Any]
TELEGRAM = web.AppKey("TELEGRAM", Telegram)
LONGEST_WAIT = 600.0  # seconds
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One control call, read."""

    telegram: Telegram
    body: Json

    def person(self, name: str = "from") -> Person:
        return self.telegram.person(self.number(name))

    def number(self, name: str, default: int | None = None) -> int:
        """Raises ControlError when it is missing or no number; forms send numbers as text."""
        value = self.body.get(name, default)
        if isinstance(value, str):
            try:
                value = int(value)
            except ValueError:
                value = None
        if not isinstance(value, int) or isinstance(value, bool):
            raise ControlError(f"{name} must be a number")
        return value

    def seconds(self, name: str, default: float) -> float:
        value = self.body.get(name, default)
        try:
            seconds = float(value)
        except (TypeError, ValueError) as error:
            raise ControlError(f"{name} must be a number of seconds") from error
        if not 0 <= seconds <= LONGEST_WAIT:
            raise ControlError(f"{name} must be from 0 to {LONGEST_WAIT:.0f} seconds")
        return seconds

    def text(self, name: str, default: str = "") -> str:
        value = self.body.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise ControlError(f"{name} must be text")
        return value

    def chat(self, name: str = "chat") -> Chat:
        number = self.number(name)
        chat = self.telegram.chats.get(number)
        if chat is None:
            raise ControlError(f"there is no chat {number}", 404)
        return chat


async def asked(request: web.Request) -> Asked:
    """Query, JSON body and form together."""
    body = await request.read()
    try:
        params = read_params(request.headers.get("Content-Type", "application/json"), body, dict(request.query))
    except ApiError as error:
        raise ControlError(error.description.removeprefix("Bad Request: ")) from error
    return Asked(request.app[TELEGRAM], params)


def given_file(call: Asked) -> Upload | None:
    """Field `file` of a form, or `base64` with `file_name`."""
    uploaded = call.body.get("file")
    name = call.text("file_name")
    if isinstance(uploaded, Upload):
        return Upload(name or uploaded.name or "file", uploaded.mime, uploaded.data)
    coded = call.text("base64")
    if not coded:
        return None
    try:
        data = base64.b64decode(coded.partition(";base64,")[2] or coded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ControlError("base64 does not decode") from error
    return Upload(name or "file", "", data)


def answer(body: object, status: int = 200) -> web.Response:
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return web.Response(
        body=text, status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )


@web.middleware
async def control_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors in the form of whoever asked: control calls as `{"error"}`, everything else left as it is."""
    try:
        return await handler(request)
    except ControlError as error:
        return answer({"error": error.text}, error.status)
    except ApiError as error:
        return answer({"error": error.description}, 400)
    except web.HTTPException as error:
        if request.path.startswith("/control/"):
            return answer({"error": error.reason}, error.status)
        if request.path.startswith(("/bot", "/file/")) and error.status == 404:
            return answer({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        raise
    except asyncio.CancelledError:
        raise
