"""What people send besides words: pictures, files, stickers."""

import asyncio
from typing import Any

from aiohttp import web

from simulator.calls import Upload
from simulator.control.requests import Asked, asked, given_file
from simulator.control.samples import sample_picture, sample_sticker
from simulator.control.speech import found_in, said, speaker
from simulator.errors import ControlError
from simulator.files import draw, thumbnail
from simulator.words.formatted import typed
from simulator.words.units import units

Json = dict[str, Any]
routes = web.RouteTableDef()
MOST_CAPTION = 1024  # UTF-16 units


@routes.post("/control/photo")
async def say_photo(request: web.Request) -> web.Response:
    call = await asked(request)
    person, chat = speaker(call)
    given = given_file(call) or Upload("photo.png", "image/png", sample_picture())
    drawn = await asyncio.to_thread(draw, given.data, False)
    return said(call, person, chat, {"photo": call.telegram.files.keep_photo(drawn).sizes, **_caption(call)})


@routes.post("/control/document")
async def say_document(request: web.Request) -> web.Response:
    call = await asked(request)
    person, chat = speaker(call)
    given = given_file(call)
    if given is None:
        raise ControlError("a document needs base64 or a file")
    small = await asyncio.to_thread(thumbnail, given.data) if given.mime.startswith("image/") else None
    document = call.telegram.files.keep_document(given.data, given.name, given.mime, small)
    return said(call, person, chat, {"document": document, **_caption(call)})


@routes.post("/control/sticker")
async def say_sticker(request: web.Request) -> web.Response:
    call = await asked(request)
    person, chat = speaker(call)
    given = given_file(call)
    data = given.data if given else await asyncio.to_thread(sample_sticker)
    return said(call, person, chat, {"sticker": call.telegram.files.keep_sticker(data, call.text("emoji", "🙂"))})


def _caption(call: Asked) -> Json:
    caption = typed(call.text("caption"))
    if units(caption) > MOST_CAPTION:
        raise ControlError(f"caption is longer than {MOST_CAPTION}")
    return {"caption": caption, **found_in(caption, "caption_entities")} if caption else {}
