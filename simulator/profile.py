"""What a bot says of itself: commands by scope and language, names and descriptions, menu buttons."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.world import Person

Json = dict[str, Any]
Scope = tuple[str, int | None, int | None]  # type, chat, user
DEFAULT_SCOPE: Scope = ("default", None, None)


@dataclass(slots=True)
class Profile:
    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # (name | description | …, language)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)  # by private chat; None: the default

    def commands_for(self, person: "Person") -> list[Json]:
        """What the menu of the private chat shows: the narrowest scope that has any, own language first."""
        language = person.language_code or ""
        scopes: tuple[Scope, ...] = (
            ("chat", person.id, None),
            ("all_private_chats", None, None),
            DEFAULT_SCOPE,
        )
        for scope in scopes:
            for spoken in (language, ""):
                if found := self.commands.get((scope, spoken)):
                    return found
        return []

    def menu_button(self, chat: int | None) -> Json:
        return self.menu_buttons.get(chat) or self.menu_buttons.get(None) or {"type": "default"}
