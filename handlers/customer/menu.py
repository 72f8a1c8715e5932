"""The customer's menu: buttons below the input field that do what the commands do."""

from aiogram.filters import Command, Filter, or_f
from aiogram.types import KeyboardButton, Message, ReplyKeyboardMarkup

from actions.shop import Shop
from texts.words import LANGUAGES, Words

CHOICES = (("card", "coupons"), ("invite", "feedback"), ("settings", "help"))


def menu(words: Words) -> ReplyKeyboardMarkup:
    """The menu in a customer's language."""
    rows = [[KeyboardButton(text=words.plain(f"menu-{choice}")) for choice in row] for row in CHOICES]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)


class FromMenu(Filter):
    """A menu button, in any language: an old keyboard stays after the language was changed."""

    def __init__(self, choice: str) -> None:
        self.choice = choice

    async def __call__(self, message: Message, shop: Shop) -> bool:
        """The button sends its label as text."""
        return message.text in {shop.texts.words(language).plain(f"menu-{self.choice}") for language in LANGUAGES}


def chosen(choice: str) -> Filter:
    """By command or by menu button."""
    return or_f(Command(choice), FromMenu(choice))
