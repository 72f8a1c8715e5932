"""A preview of every touchpoint of every preset: as a customer would get it, and nothing has happened."""

import pytest

from actions.preview_touchpoint import preview_touchpoint
from actions.shop import Shop
from tests.actions.files import everything
from tests.shop import Clock, enrolled, preset, with_programme
from tests.touches import touch
from texts.lengths import size

PRESETS = ("shop", "salon", "fitness")


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_touchpoint_can_be_shown_and_changes_nothing(small_shop: Shop, name: str, language: str) -> None:
    shop = with_programme(small_shop, preset(name))
    await enrolled(shop)
    before = await everything(shop.storage)
    for rule in shop.programme.touchpoints:
        letter = await preview_touchpoint(shop, rule, name="Ольга <3", language=language)
        assert letter is not None, rule.id
        assert "{" not in letter.text, rule.id
        assert "Ольга <3" not in letter.text
        assert size(letter.text) <= 4096
    assert await everything(shop.storage) == before


async def test_the_coupon_is_shown_and_not_issued(shop: Shop) -> None:
    rule = shop.programme.touchpoint("birthday")
    assert rule is not None
    letter = await preview_touchpoint(shop, rule, name="Ольга", language="ru")
    assert letter is not None
    assert letter.text.startswith("Ольга, скоро ваш день рождения")
    assert "15" in letter.text
    assert "<code>" in letter.text
    assert (await everything(shop.storage))["coupons"] == []


async def test_a_holiday_that_never_comes_is_no_obstacle(small_shop: Shop) -> None:
    rule = touch("x", "holiday", holidays=("02-29",), text="{name}, {holiday}!", at="-1d 11:00")
    assert await preview_touchpoint(small_shop, rule, name=None, language="ru") is not None


async def test_without_a_name_it_still_reads(small_shop: Shop) -> None:
    rule = small_shop.programme.touchpoint("how-was-it")
    assert rule is not None
    letter = await preview_touchpoint(small_shop, rule, name=None, language="ru")
    assert letter is not None
    assert letter.text.startswith("Как вам покупка?")


async def test_a_birthday_on_a_leap_day(small_shop: Shop, clock: Clock) -> None:
    clock.set(clock().replace(year=2028, month=2, day=29))
    rule = touch("x", "birthday", at="11:00", text="{name}, {age}!")
    assert await preview_touchpoint(small_shop, rule, name="Ольга", language="ru") is not None
