"""The methods of the Bot API, by noun. Importing a room registers its methods."""

from simulator.methods import (
    callbacks,
    chats,
    commands,
    copies,
    edits,
    files,
    identity,
    media,
    messages,
    pins,
    polling,
    reactions,
    removal,
    topics,
)
from simulator.methods.registry import find_method

__all__ = [
    "callbacks",
    "chats",
    "commands",
    "copies",
    "edits",
    "files",
    "find_method",
    "identity",
    "media",
    "messages",
    "pins",
    "polling",
    "reactions",
    "removal",
    "topics",
]
