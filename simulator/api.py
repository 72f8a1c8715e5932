"""The bot's side: one call from the address to the answer, through faults and the log."""

import asyncio
import inspect
import json
import time
from typing import Any

from aiohttp import web

from simulator.calls import Call, read_params
from simulator.errors import ApiError, not_found
from simulator.faults import Fault
from simulator.methods import find_method
from simulator.telegram import Telegram

Json = dict[str, Any]
WRAPPED = ("setWebhook", "deleteWebhook")  # answer with a description beside the result


class Connection:
    """The line to the bot, which a fault may cut."""

    def __init__(self, request: web.Request | None) -> None:
        self._request = request
        self.cut = False

    def reset(self) -> None:
        self.cut = True
        transport = self._request.transport if self._request is not None else None
        if transport is not None:
            transport.abort()


async def answer_request(telegram: Telegram, request: web.Request) -> web.Response:
    """`/bot<token>/<method>`."""
    if request.match_info["token"] != telegram.bot.token:
        return _response(401, _failure(ApiError(401, "Unauthorized")))
    try:
        body = await request.read()
        params = read_params(request.headers.get("Content-Type", ""), body, dict(request.query))
    except web.HTTPRequestEntityTooLarge:
        return _response(413, _failure(ApiError(413, "Request Entity Too Large")))
    except ApiError as error:
        return _response(error.code, _failure(error))
    connection = Connection(request)
    status, answer = await perform(telegram, request.match_info["method"], params, connection)
    return _response(status, answer)


async def answer_webhook(telegram: Telegram, content_type: str, body: bytes) -> None:
    """A method call that a bot put into its answer to a webhook. Nobody hears how it went but the log."""
    try:
        params = read_params(content_type, body, {})
    except ApiError:
        return
    method = params.pop("method", None)
    if isinstance(method, str):
        await perform(telegram, method, params, Connection(None))


async def perform(telegram: Telegram, name: str, params: Json, connection: Connection) -> tuple[int, Json]:
    """The HTTP status and the body of the answer."""
    began = time.perf_counter()
    at = telegram.clock.now()
    found = find_method(name)
    call = Call(telegram, found[0] if found else name, params)
    fault = telegram.faults.strike(call.method, params.get("chat_id"))
    if fault is not None:
        telegram.announce_faults()
    try:
        status, answer = 200, await _outcome(call, fault, connection)
    except ApiError as error:
        status, answer = error.code, _failure(error)
    if call.method != "getUpdates" or answer.get("result") != []:
        _note(call, at, 0 if connection.cut else status, answer, 1000 * (time.perf_counter() - began))
    return status, answer


async def _outcome(call: Call, fault: Fault | None, connection: Connection) -> Json:
    if fault is None:
        return await _carry_out(call)
    if fault.kind == "status" and not fault.after:
        raise fault.error()
    answer: Json = {"ok": False, "error_code": 0, "description": f"the simulator's fault: {fault.kind}"}
    if fault.after or fault.kind == "delay":
        answer = await _carry_out(call)
    if fault.kind in ("delay", "timeout"):
        await asyncio.sleep(fault.seconds)
    if fault.kind in ("reset", "timeout"):
        connection.reset()
    if fault.kind == "status":
        raise fault.error()
    return answer


async def _carry_out(call: Call) -> Json:
    found = find_method(call.method)
    if found is None:
        raise not_found()
    if call.telegram.logged_out:
        raise ApiError(400, "Logged out")
    result = found[1](call)
    if inspect.isawaitable(result):
        result = await result
    if found[0] in WRAPPED:
        return {"ok": True, **result}
    return {"ok": True, "result": result}


def _note(call: Call, at: Any, status: int, answer: Json, ms: float) -> None:
    telegram = call.telegram
    told = {"result": answer["result"]} if answer["ok"] else {"description": answer["description"]}
    outcome = {"ok": answer["ok"] and status == 200, "status": status, **told}
    entry = telegram.log.add(at, call.method, call.shown, outcome, ms)
    if entry is not None and telegram.events.listening:
        telegram.events.emit("call", **telegram.log.show(entry))


def _failure(error: ApiError) -> Json:
    answer: Json = {"ok": False, "error_code": error.code, "description": error.description}
    return answer | ({"parameters": error.parameters} if error.parameters else {})


def _response(status: int, answer: Json) -> web.Response:
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return web.Response(status=status, body=body, content_type="application/json")
