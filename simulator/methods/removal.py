"""Taking messages away."""

from simulator import history
from simulator.calls import Call
from simulator.destination import known_chat
from simulator.errors import bad_request
from simulator.history import Entry
from simulator.methods.registry import method
from simulator.world import Chat

TOO_OLD = 48 * 3600  # seconds, by the simulator's clock


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    chat = known_chat(call)
    entry = history.find(chat, call.number("message_id"))
    if entry is None:
        raise bad_request("message to delete not found")
    _check_deletable(call, chat, entry)
    history.take_away(call.telegram, chat, [entry])
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    chat = known_chat(call)
    numbers = call.json("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(number, int) for number in numbers):
        raise bad_request("message identifier must be a Number")
    entries = [entry for number in numbers if (entry := history.find(chat, number)) is not None]
    for entry in entries:
        _check_deletable(call, chat, entry)
    history.take_away(call.telegram, chat, entries)
    return True


def _check_deletable(call: Call, chat: Chat, entry: Entry) -> None:
    """An administrator of a group deletes anything; otherwise only within 48 hours, and in a group only its own."""
    if not chat.is_private and chat.bot_status == "administrator":
        return
    if not chat.is_private and not entry.by_bot:
        raise bad_request("message can't be deleted")
    if entry.message["date"] <= call.telegram.clock.timestamp() - TOO_OLD:
        raise bad_request("message can't be deleted for everyone")
