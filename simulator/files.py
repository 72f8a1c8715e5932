"""Files that were sent: their bytes, their ids, the sizes that Telegram makes of a photo."""

import hashlib
import io
import mimetypes
import secrets
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

from simulator.codes import read_codes
from simulator.errors import bad_request

Json = dict[str, Any]
MOST_BYTES = 50 * 1024 * 1024
MOST_PHOTO_BYTES = 10 * 1024 * 1024
MOST_DOWNLOAD = 20 * 1024 * 1024
SIDES = {"s": 90, "m": 320, "x": 800, "y": 1280}  # the longer side of each size of a photo, pixels
FOLDERS = {"photo": "photos", "document": "documents", "sticker": "stickers", "thumbnail": "thumbnails"}


@dataclass(frozen=True, slots=True)
class Stored:
    id: str
    unique_id: str
    kind: str  # photo, document, sticker, thumbnail
    path: str
    data: bytes
    mime: str

    def describe(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture in several sizes (Bot API PhotoSize), and the codes that can be read off it."""

    sizes: list[Json]
    codes: tuple[Json, ...]


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._photos: dict[str, Photo] = {}  # by the file id of any of its sizes
        self._documents: dict[str, Json] = {}

    def by_id(self, file_id: str) -> Stored | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> Stored | None:
        return self._by_path.get(path)

    def photo(self, file_id: str) -> Photo | None:
        return self._photos.get(file_id)

    def document(self, file_id: str) -> Json | None:
        """The Document or Sticker object that was made when the file came."""
        return self._documents.get(file_id)

    def keep_photo(self, drawn: "Drawn") -> Photo:
        sizes = []
        for data, width, height in drawn.sizes:
            stored = self._store("photo", data, ".jpg", "image/jpeg")
            sizes.append({**stored.describe(), "width": width, "height": height})
        photo = Photo(sizes, drawn.codes)
        for size in sizes:
            self._photos[size["file_id"]] = photo
        return photo

    def keep_document(self, data: bytes, name: str, mime: str, thumbnail: "Drawn | None" = None) -> Json:
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        stored = self._store("document", data, _extension(name), mime)
        document = {"file_name": name, "mime_type": mime, **stored.describe()}
        if thumbnail is not None:
            small, width, height = thumbnail.sizes[0]
            picture = self._store("thumbnail", small, ".jpg", "image/jpeg")
            document["thumbnail"] = {**picture.describe(), "width": width, "height": height}
        self._documents[stored.id] = document
        return document

    def keep_sticker(self, data: bytes, emoji: str) -> Json:
        stored = self._store("sticker", data, ".webp", "image/webp")
        sticker = {
            "type": "regular",
            "width": 512,
            "height": 512,
            "emoji": emoji,
            "is_animated": False,
            "is_video": False,
            **stored.describe(),
        }
        self._documents[stored.id] = sticker
        return sticker

    def _store(self, kind: str, data: bytes, extension: str, mime: str) -> Stored:
        unique_id = "AQAD" + hashlib.sha256(data).hexdigest()[:12]
        path = f"{FOLDERS[kind]}/file_{len(self._by_id)}{extension}"
        stored = Stored(secrets.token_urlsafe(48), unique_id, kind, path, data, mime)
        self._by_id[stored.id] = self._by_path[path] = stored
        return stored


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as Telegram keeps it: JPEG bytes, width and height of each size, small to large."""

    sizes: list[tuple[bytes, int, int]]
    codes: tuple[Json, ...]


def draw(data: bytes, read: bool) -> Drawn:
    """Slow (tens of milliseconds): for a thread. Raises ApiError when it is no picture that Telegram takes."""
    if len(data) > MOST_PHOTO_BYTES:
        limit = f"the maximum size is {MOST_PHOTO_BYTES} bytes"
        raise bad_request(f"file of size {len(data)} bytes is too big for a photo; {limit}")
    try:
        with Image.open(io.BytesIO(data)) as opened:
            width, height = opened.size
            if width + height > 10_000 or max(width, height) > 20 * min(width, height):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
            picture = _flat(ImageOps.exif_transpose(opened))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    largest = _fitted(picture, SIDES["y"])
    codes = read_codes(largest) if read else []
    sides = [side for side in SIDES.values() if side < max(picture.size)]
    shown = [_fitted(picture, side) for side in sides[:3]]
    shown += [] if shown and shown[-1].size == largest.size else [largest]
    return Drawn([(_jpeg(size), size.width, size.height) for size in shown], tuple(codes))


def thumbnail(data: bytes) -> Drawn | None:
    """Of a document that happens to be a picture."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            small = _fitted(_flat(opened), SIDES["m"])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return Drawn([(_jpeg(small), small.width, small.height)], ())


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency, which Telegram fills with white."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    flat = Image.new("RGB", layered.size, "white")
    flat.paste(layered, mask=layered.getchannel("A"))
    return flat


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    share = side / max(picture.size)
    if share >= 1:
        return picture
    return picture.resize((max(1, round(picture.width * share)), max(1, round(picture.height * share))))


def _jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=87)
    return target.getvalue()


def _extension(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and ending.isalnum() and ending.isascii() and len(ending) <= 8 else ""
