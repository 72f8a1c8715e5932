"""Buttons that were never shown to whoever presses them: every kind, by everybody, with whatever they could say."""

from dataclasses import fields

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from handlers.customer.start import Processing
from loyalty.ids import TelegramId
from storage.schema import customers, metadata
from tests.handlers.customer.test_enrolment import enrol, to_the_questions
from tests.shop import enrolled
from tests.talk import ANNA, MARIA, OLGA, TOM, Talk
from texts.press import Press

KINDS = [kind for kind in Press.__subclasses__() if not kind.__module__.startswith("tests")]
STRANGE = {int: ("1", "-1", str(10**30), "x"), bool: ("1", "7"), str: ("xx", "")}
OF_THE_HOUSE = ("handlers.staff", "handlers.owner", "texts.notices")


def forgeries(kind: type[Press]) -> set[str]:
    """Data with that prefix, each field as one of the strange values."""
    found = set()
    for turn in range(4):
        values = [STRANGE[field.type][turn % len(STRANGE[field.type])] for field in fields(kind)]  # type: ignore[arg-type, index]
        found.add(":".join([kind.prefix, *values]))
    return {data for data in found if len(data.encode()) <= 64}


async def rows(shop: Shop) -> dict[str, int]:
    """How many stand in each table; the inbox apart."""
    async with shop.storage.reading() as tx:
        return {
            table.name: (await tx.connection.execute(sa.select(sa.func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
            if table.name != "inbox"
        }


async def press_all(talk: Talk, person: TelegramId, kinds: list[type[Press]]) -> None:
    newest = (await talk.messages(person))[-1]["message_id"]
    for data in sorted(set().union(*map(forgeries, kinds))):
        await talk.control(
            "tap", **{"from": person, "chat": person, "message_id": newest, "data": data, "wait": 0}, any=True
        )
    await talk.pump()


@pytest.mark.parametrize("person", [TOM, ANNA, MARIA, OLGA], ids=["stranger", "customer", "staff", "owner"])
async def test_no_forged_press_is_more_than_the_bot_can_bear(
    talk: Talk, person: TelegramId, caplog: pytest.LogCaptureFixture
) -> None:
    await enrolled(talk.shop, 1)
    await talk.start(person)
    await press_all(talk, person, KINDS)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("person", [TOM, ANNA], ids=["stranger", "customer"])
async def test_the_houses_buttons_do_nothing_for_others(talk: Talk, person: TelegramId) -> None:
    await enrolled(talk.shop, 1)
    await talk.start(person)
    ours = [kind for kind in KINDS if kind.__module__.startswith(OF_THE_HOUSE)]
    assert len(ours) > 15
    before, said = await rows(talk.shop), len(await talk.messages(person))
    await press_all(talk, person, ours)
    assert await rows(talk.shop) == before
    assert len(await talk.messages(person)) == said


def test_no_two_buttons_begin_alike() -> None:
    prefixes = [kind.prefix for kind in KINDS]
    assert sorted(prefixes) == sorted(set(prefixes))


async def test_an_old_no_does_not_deny_a_consent_that_was_given_since(talk: Talk) -> None:
    """Two documents stand in the chat; it was agreed under one of them."""
    await talk.start(ANNA)
    await talk.tap(ANNA, "Русский")
    message, data = await talk.button(ANNA, "Не сейчас")
    await to_the_questions(talk)
    await talk.press(ANNA, ANNA, message, data, forged=True)
    assert "ничего о вас не сохранили" not in "\n".join(await talk.transcript(ANNA))
    assert "/privacy" in (await talk.toasts())[-1]
    await talk.say(ANNA, "Анна")
    assert "2 из 5" in await talk.text(ANNA), "and the question still waits"


async def test_a_consent_in_no_language_is_none(talk: Talk) -> None:
    await talk.start(TOM)
    newest = (await talk.messages(TOM))[-1]["message_id"]
    await talk.press(TOM, TOM, newest, Processing(language="xx", given=True).pack(), forged=True)
    async with talk.shop.storage.reading() as tx:
        assert (await tx.connection.execute(sa.select(customers.c.id))).all() == []


async def test_another_language_in_the_middle_of_the_questions(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.say(ANNA, "Анна")
    await talk.say(ANNA, "/settings")
    await talk.tap(ANNA, "English")
    assert "2 of 5" in await talk.text(ANNA)
    newest = (await talk.messages(ANNA))[-1]["reply_markup"]["keyboard"]
    assert newest[0][0]["request_contact"], "the contact button is not lost under the menu"
    await talk.send("contact", ANNA)
    assert "3 of 5" in await talk.text(ANNA)


async def test_start_at_every_step_goes_on_from_there(talk: Talk) -> None:
    await to_the_questions(talk)
    await talk.start(ANNA)
    assert "1 из 5" in await talk.text(ANNA)
    await talk.say(ANNA, "Анна")
    await talk.start(ANNA, "s_late")
    assert "2 из 5" in await talk.text(ANNA)
    await talk.send("contact", ANNA)
    for number in (3, 4, 5):
        await talk.start(ANNA)
        assert f"{number} из 5" in await talk.text(ANNA)
        await talk.tap(ANNA, "Пропустить")
    await talk.start(ANNA)
    assert "С возвращением, Анна" in await talk.text(ANNA)


async def test_the_buttons_of_somebody_erased_bring_nobody_back(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    await enrol(talk)
    messages = await talk.messages(ANNA)
    await talk.say(ANNA, "/privacy")
    await talk.tap(ANNA, "Удалить")
    await talk.tap(ANNA, "Да, удалить")
    for message in messages:
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if "callback_data" in button and "Согласен" not in button["text"]:
                    await talk.press(ANNA, ANNA, message["message_id"], button["callback_data"], forged=True)
    async with talk.shop.storage.reading() as tx:
        assert await tx.customers.by_telegram(ANNA) is None
        kept = (await tx.connection.execute(sa.select(customers.c.name, customers.c.telegram_id))).all()
    assert [tuple(row) for row in kept] == [(None, None)]
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
