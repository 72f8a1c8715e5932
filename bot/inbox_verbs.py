"""`kasanie inbox`: the updates that could not be handled. What was said in them is shown to nobody."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.database_verbs import migrated
from bot.refusal import Refusal
from bot.settings import load_offline
from storage.inbox import Parked

_MOST = 1000  # lines of the list
_NEXT = "again: kasanie inbox replay NUMBER (or --all); not at all: kasanie inbox drop NUMBER"


async def inbox_verb(what: str | None, ids: Sequence[int], *, everything: bool) -> str:
    """The list, or what came of `replay` and `drop`. Refusal: it is not clear what is wanted."""
    if what is None and not ids and not everything:
        return await _list()
    if what not in ("replay", "drop"):
        raise Refusal(
            f"inbox what? `kasanie inbox`, `kasanie inbox replay NUMBER`, `kasanie inbox drop NUMBER`, not {what!r}"
        )
    if everything == bool(ids) or (everything and what == "drop"):
        choice = "NUMBER, or --all" if what == "replay" else "NUMBER"
        raise Refusal(f"{what} which? kasanie inbox {what} {choice}; `kasanie inbox` lists them")
    async with migrated(load_offline()) as storage, storage.transaction() as tx:
        known = {parked.update_id for parked in await tx.inbox.parked(limit=_MOST)} if ids else set()
        if missing := [str(id) for id in ids if id not in known]:
            raise Refusal(f"nothing was put aside under {', '.join(missing)}: `kasanie inbox` lists what was")
        if what == "drop":
            return f"dropped: {await tx.inbox.drop(ids)}"
        count = await tx.inbox.replay(None if everything else ids)
    return f"put back: {count}; the running bot handles them within seconds" if count else "nothing was put aside"


async def _list() -> str:
    async with migrated(load_offline()) as storage, storage.reading() as tx:
        found = await tx.inbox.parked(limit=_MOST)
    if not found:
        return "nothing was put aside"
    rows = [("number", "came", "put aside", "kind", "attempts", "what failed"), *map(_row, found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, "", _NEXT])


def _row(parked: Parked) -> tuple[str, ...]:
    moments = (_when(parked.received_at), _when(parked.parked_at))
    return (str(parked.update_id), *moments, _kind(parked.payload), str(parked.attempts), parked.digest)


def _when(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M} UTC"


def _kind(payload: str) -> str:
    """`message`, `callback_query`: the name beside the number, and nothing of what stands under it."""
    try:
        update = json.loads(payload)
    except ValueError:
        return "unreadable"
    names = [name for name in update if name != "update_id"] if isinstance(update, dict) else []
    return names[0] if len(names) == 1 and names[0].isidentifier() and len(names[0]) < 40 else "unknown"
