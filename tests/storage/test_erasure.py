"""Whoever asks to be forgotten is nowhere in the database any more, whatever was said by and about them."""

import json
from datetime import timedelta

import sqlalchemy as sa

from actions.announce_customer import announce_customer
from actions.answer_case import answer_case
from actions.open_case import customer_writes
from actions.own_data import forget_customer
from actions.record_refusal import record_refusal
from actions.shop import Shop
from actions.write_note import write_note
from loyalty.customer import Birthday, Customer
from loyalty.ids import CustomerId, TelegramId
from storage.dialogues import Dialogue
from storage.inbox import Arrival
from storage.schema import answers, inbox, metadata
from tests.shop import bought, enrolled

MARIA = TelegramId(2001)
TRACES = ("Аполлинария", "apollinaria", "+79165550199", "аллерги", "секрет", "1990-03-15", "token7", "inv7", "1007")


async def written(shop: Shop) -> list[str]:
    """Every row of every table, as text, with where it stands."""
    found = []
    async with shop.storage.reading() as tx:
        for table in metadata.sorted_tables:
            rows = (await tx.connection.execute(sa.select(table))).mappings()
            found += [f"{table.name}: {json.dumps(dict(row), default=str, ensure_ascii=False)}" for row in rows]
    return found


async def known(shop: Shop, id: CustomerId) -> Customer:
    async with shop.storage.reading() as tx:
        return await tx.customers.get(id)


async def a_life(shop: Shop) -> CustomerId:
    """Somebody who has left words everywhere."""
    id = await enrolled(
        shop,
        7,
        name="Аполлинария",
        phone="+79165550199",
        email="apollinaria@mail.ru",
        birthday=Birthday(3, 15, 1990),
    )
    person = await known(shop, id)
    friend = await enrolled(shop, 8)
    case = await customer_writes(shop, person, "Секретное слово: у меня аллергия", key="update:1")
    assert case.case is not None
    await answer_case(shop, case.case.id, "Аполлинария, секрет сохраним", by=MARIA, name="Мария", key="update:2")
    await record_refusal(shop, id, note="Аполлинария: аллергия", by=MARIA, key="update:3")
    await write_note(shop, id, "Аполлинария, аллергия на лилии", by=MARIA, key="update:4")
    async with shop.storage.transaction() as tx:
        await tx.referrals.add(inviter=id, friend=friend, at=shop.now())
        await announce_customer(tx, shop, person, "poster", None)
        await announce_customer(tx, shop, await tx.customers.get(friend), None, person)
        await tx.dialogues.expect(1007, 1007, Dialogue("answer", {"response": 1}), now=shop.now())
        response = await tx.responses.start("enrolment", id, "once", now=shop.now())
        for question, value in {"name": "apollinaria", "birthday": "1990-03-15", "gone-question": "секрет"}.items():
            await tx.responses.answer(response.id, question, value, now=shop.now())
        csat = await tx.responses.start("csat", id, "message:1", now=shop.now())
        await tx.responses.answer(csat.id, "score", 2, now=shop.now())
        gone = await tx.responses.start("gone-survey", id, "once", now=shop.now())
        await tx.responses.answer(gone.id, "words", "apollinaria", now=shop.now())
        await tx.inbox.keep([Arrival(99, 1007, '{"text": "секрет"}')], now=shop.now())
        for _ in range(3):
            await tx.inbox.failed(99, attempts=3, digest="x", now=shop.now())
    await bought(shop, id, 100_00)
    return id


async def test_no_word_is_left_of_whoever_asks_to_be_forgotten(shop: Shop) -> None:
    id = await a_life(shop)
    before = "\n".join(await written(shop))
    assert [trace for trace in TRACES if trace.casefold() not in before.casefold()] == [], "else the test sees nothing"
    assert await forget_customer(shop, await known(shop, id), wording="Да, удалить навсегда")
    left = [line for line in await written(shop) for trace in TRACES if trace.casefold() in line.casefold()]
    assert left == []


async def test_what_is_only_a_number_stays(shop: Shop) -> None:
    id = await a_life(shop)
    await forget_customer(shop, await known(shop, id), wording="Да, удалить навсегда")
    async with shop.storage.reading() as tx:
        assert await tx.customers.spent(id, since=shop.now() - timedelta(days=1)) == 100_00
        assert [consent.given for consent in await tx.consents.of(id)] == [False, False]
        other = await tx.customers.get(CustomerId(id + 1))
        scores = (await tx.connection.execute(sa.select(answers.c.question, answers.c.value))).all()
    assert [tuple(row) for row in scores] == [("score", 2)]
    assert other.name == "Клиент 8"


async def test_an_update_that_waits_is_still_handled(shop: Shop) -> None:
    """The very press that asks for it is among them."""
    id = await enrolled(shop, 7)
    async with shop.storage.transaction() as tx:
        await tx.inbox.keep([Arrival(100, 1007, '{"update_id": 100}')], now=shop.now())
    await forget_customer(shop, await known(shop, id), wording="Да")
    async with shop.storage.reading() as tx:
        kept = (await tx.connection.execute(sa.select(inbox.c.payload))).scalars().all()
    assert kept == ['{"update_id": 100}']
