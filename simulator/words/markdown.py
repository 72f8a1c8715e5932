"""`parse_mode=MarkdownV2`: the inline marks, code blocks, links and quotes; the rest is refused in Telegram's words."""

from typing import Any

from simulator.errors import ApiError, bad_request
from simulator.words.links import emoji_entity, link_entity
from simulator.words.units import units

Json = dict[str, Any]

RESERVED = "_*[]()~`>#+-=|{}.!"
MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
NAMES = {
    "*": "Bold",
    "_": "Italic",
    "__": "Underline",
    "~": "Strikethrough",
    "||": "Spoiler",
    "`": "Code",
    "```": "Pre",
}


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """The plain text and its entities. Raises ApiError ("can't parse entities: …")."""
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self.text = source
        self.position = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[tuple[str, int, int]] = []  # mark, offset in units, position in the source
        self.quote: int | None = None
        self.entities: list[Json] = []

    def run(self) -> tuple[str, list[Json]]:
        while self.position < len(self.text):
            self._step()
        self._end_quote()
        if self.open:
            mark, _, position = self.open[-1]
            raise self._broken(f"Can't find end of {NAMES.get(mark, 'TextUrl')} entity", position)
        return "".join(self.pieces), self.entities

    def _step(self) -> None:
        at_line_start = self.position == 0 or self.text[self.position - 1] == "\n"
        if at_line_start and self.quote is None and self.text[self.position] == ">":
            self.quote = self.offset
            self.position += 1
        elif at_line_start and self.quote is not None:
            if self.text[self.position] != ">":
                self._end_quote()
            else:
                self.position += 1
        elif self.text[self.position] == "\\" and self._escaped():
            self._say(self.text[self.position + 1], 2)
        elif self.text.startswith("```", self.position):
            self._code("```")
        elif self.text[self.position] == "`":
            self._code("`")
        else:
            self._mark()

    def _escaped(self) -> bool:
        following = self.text[self.position + 1 : self.position + 2]
        return bool(following) and 0 < ord(following) < 127

    def _mark(self) -> None:
        character = self.text[self.position]
        mark = next((mark for mark in ("__", "||", "*", "_", "~") if self.text.startswith(mark, self.position)), None)
        if mark is not None:
            self._toggle(mark)
        elif character == "[" or self.text.startswith("![", self.position):
            width = 1 if character == "[" else 2
            self.open.append(("[" if width == 1 else "![", self.offset, self.position))
            self.position += width
        elif character == "]" and self.open and self.open[-1][0] in ("[", "!["):
            self._link()
        elif character in RESERVED:
            raise self._reserved(character)
        else:
            self._say(character, 1)

    def _toggle(self, mark: str) -> None:
        if any(opened[0] == mark for opened in self.open):
            opened, offset, position = self.open.pop()
            if opened != mark:
                raise self._broken(f"Can't find end of {NAMES.get(opened, 'TextUrl')} entity", position)
            if self.offset > offset:
                self.entities.append({"type": MARKS[mark], "offset": offset, "length": self.offset - offset})
        else:
            self.open.append((mark, self.offset, self.position))
        self.position += len(mark)

    def _link(self) -> None:
        kind, offset, _ = self.open.pop()
        after = self.position + 1
        if not self.text.startswith("(", after):
            raise self._reserved("]")
        end = after + 1
        while end < len(self.text) and self.text[end] != ")":
            end += 2 if self.text[end] == "\\" else 1
        if end >= len(self.text):
            raise self._broken("Can't find end of a URL", after)
        url = self.text[after + 1 : end].replace("\\)", ")").replace("\\\\", "\\")
        span = {"offset": offset, "length": self.offset - offset}
        if span["length"] and kind == "[":
            self.entities += link_entity(url, span)
        elif span["length"]:
            self.entities.append(emoji_entity(url.partition("id=")[2], span))
        self.position = end + 1

    def _code(self, fence: str) -> None:
        begin = self.position
        self.position += len(fence)
        language = ""
        if fence == "```":
            line, _, _ = self.text[self.position :].partition("\n")
            if line and not line.isspace() and "`" not in line and " " not in line:
                language = line
            self.position += len(language)
            self.position += self.text.startswith("\n", self.position)
        offset = self.offset
        while not self.text.startswith(fence, self.position):
            if self.position >= len(self.text):
                raise self._broken(f"Can't find end of {NAMES[fence]} entity", begin)
            escaped = self.text[self.position] == "\\" and self._escaped()
            self._say(self.text[self.position + escaped], 1 + escaped)
        self.position += len(fence)
        if self.offset > offset:
            kind = {"type": "pre" if fence == "```" else "code"}
            more = {"language": language} if language else {}
            self.entities.append({**kind, "offset": offset, "length": self.offset - offset, **more})

    def _end_quote(self) -> None:
        if self.quote is not None and self.offset > self.quote:
            self.entities.append({"type": "blockquote", "offset": self.quote, "length": self.offset - self.quote})
        self.quote = None

    def _say(self, text: str, width: int) -> None:
        self.pieces.append(text)
        self.offset += units(text)
        self.position += width

    def _reserved(self, character: str) -> ApiError:
        what = f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
        return bad_request(f"can't parse entities: {what}")

    def _broken(self, what: str, position: int) -> ApiError:
        offset = len(self.text[:position].encode("utf-8", "surrogatepass"))
        return bad_request(f"can't parse entities: {what} at byte offset {offset}")
