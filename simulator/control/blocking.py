"""A person blocks the bot, and thinks better of it."""

from simulator.errors import ControlError
from simulator.notices import member_of, membership
from simulator.telegram import Telegram
from simulator.world import Person


def set_blocked(telegram: Telegram, person: Person, *, blocked: bool) -> None:
    """Nothing is told to the bot of somebody who has never written to it."""
    if person.blocked == blocked:
        raise ControlError(f"{person.first_name} has {'blocked the bot already' if blocked else 'not blocked the bot'}")
    person.blocked = blocked
    chat = telegram.chats.get(person.id)
    if chat is not None:
        names = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = (member_of(telegram.bot.user(), name) for name in names)
        membership(telegram, chat, person.user(), old, new)
        telegram.announce(chat)
    telegram.announce_people()
