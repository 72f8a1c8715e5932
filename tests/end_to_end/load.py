"""How much comes upon the shop of an ordeal, and who its people are."""

from dataclasses import dataclass

FIRST = 10_000  # Telegram ids of customers come after it, of newcomers after
NEW = 90_000


def name_of(newcomer: int) -> str:
    """What they answer."""
    return f"Новый {newcomer}"


def phone_of(newcomer: int) -> str:
    """Whose contact they share."""
    return f"+7925000{newcomer:04}"


@dataclass(frozen=True, slots=True)
class Load:
    """How many of each; a sale to a friend who was brought earns two coupons; a newcomer is nine updates."""

    marketing: int
    service: int
    sales: int
    texts: int
    newcomers: int

    @property
    def updates(self) -> int:
        """How many Telegram has for the bot when nobody repeats themselves."""
        return self.sales + self.texts + 9 * self.newcomers

    @property
    def customers(self) -> int:
        """Who is to be known beforehand: everybody who is written to, and a pair for each sale."""
        return max(self.marketing, self.service, 2 * self.sales, self.texts)
