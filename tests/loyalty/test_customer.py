"""A customer, as the rules see one."""

from dataclasses import replace
from datetime import UTC, date, datetime

from loyalty.customer import Birthday, Customer, turns
from loyalty.ids import CustomerId, TelegramId

NOW = datetime(2026, 3, 3, tzinfo=UTC)
ANNA = Customer(CustomerId(1), "ru", NOW, TelegramId(11))


def test_somebody_is_reachable_who_wrote_and_did_not_block() -> None:
    assert ANNA.reachable
    assert not replace(ANNA, blocked_at=NOW).reachable
    assert not replace(ANNA, telegram_id=None).reachable


def test_an_age_is_known_with_the_year() -> None:
    assert turns(Birthday(3, 15, 1990), date(2026, 3, 15)) == 36
    assert turns(Birthday(3, 15), date(2026, 3, 15)) is None
