"""The bot's emoji on a message."""

from typing import Any

from simulator import history
from simulator.calls import Call
from simulator.destination import known_chat
from simulator.errors import bad_request
from simulator.methods.registry import method

Json = dict[str, Any]
# From the Bot API's documentation of ReactionTypeEmoji.
ALLOWED = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 "
    "🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
EMOJI = frozenset(ALLOWED.split())


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    chat = known_chat(call, to_write=True)
    entry = history.find(chat, call.number("message_id"))
    if entry is None or entry.service:
        raise bad_request("message to react not found")
    reactions = call.json("reaction") or []
    if not isinstance(reactions, list):
        raise bad_request("can't parse reaction types JSON object")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    entry.reactions = [_reaction(item) for item in reactions]
    history.changed(call.telegram, chat, entry)
    return True


def _reaction(item: object) -> Json:
    match item:
        case {"type": "emoji", "emoji": str() as emoji} if emoji.removesuffix("\ufe0f") in EMOJI:
            return {"type": "emoji", "emoji": emoji}
        case {"type": "emoji"} | {"type": "custom_emoji"} | {"type": "paid"}:
            raise bad_request("REACTION_INVALID")
        case _:
            raise bad_request("can't parse reaction type: expected an Object with a type")
