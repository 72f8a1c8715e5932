"""Lengths and offsets as Telegram counts them: in UTF-16 code units."""


def units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class Ruler:
    """Code unit offsets of a text's characters, asked in ascending order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = text.isascii()
        self._index = 0
        self._units = 0

    def at(self, index: int) -> int:
        if self._plain:
            return index
        if index < self._index:
            self._index = self._units = 0
        self._units += units(self._text[self._index : index])
        self._index = index
        return self._units
