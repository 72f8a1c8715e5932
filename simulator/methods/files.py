"""getFile, and how a parameter that means a file is understood."""

import asyncio
from typing import Any

from simulator.calls import Call, Upload
from simulator.errors import ApiError, bad_request
from simulator.files import MOST_BYTES, MOST_DOWNLOAD, Photo, draw, thumbnail
from simulator.methods.registry import method

Json = dict[str, Any]


@method("getFile")
def get_file(call: Call) -> Json:
    stored = call.telegram.files.by_id(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > MOST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.describe(), "file_path": stored.path}


async def photo_of(call: Call, given: Upload | str) -> Photo:
    """A photo newly sent or sent again. Raises ApiError."""
    files = call.telegram.files
    if isinstance(given, Upload):
        _check_size(given)
        return files.keep_photo(await asyncio.to_thread(draw, given.data, True))
    _check_reference(call, given, "photo", "Photo")
    photo = files.photo(given)
    if photo is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return photo


async def document_of(call: Call, given: Upload | str) -> Json:
    files = call.telegram.files
    if isinstance(given, Upload):
        _check_size(given)
        picture = await asyncio.to_thread(thumbnail, given.data) if given.mime.startswith("image/") else None
        return files.keep_document(given.data, given.name, given.mime, picture)
    _check_reference(call, given, "document", "Document")
    return files.document(given) or {}


def sticker_of(call: Call, given: Upload | str) -> Json:
    files = call.telegram.files
    if isinstance(given, Upload):
        _check_size(given)
        return files.keep_sticker(given.data, call.text("emoji", "🙂"))
    _check_reference(call, given, "sticker", "Sticker")
    return files.document(given) or {}


def _check_size(given: Upload) -> None:
    if not given.data:
        raise bad_request("file must be non-empty")
    if len(given.data) > MOST_BYTES:
        raise ApiError(413, "Request Entity Too Large")


def _check_reference(call: Call, given: str, kind: str, name: str) -> None:
    """Raises ApiError unless this is the id of a file of the kind."""
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = call.telegram.files.by_id(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.capitalize()} as {name}")
