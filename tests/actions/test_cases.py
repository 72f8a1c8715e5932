import asyncio
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from actions.answer_case import Answered, Unreachable, answer_case
from actions.close_case import Closed, close_case
from actions.open_case import add_to_case, customer_writes, open_low_score_case, open_refusal_case
from actions.record_refusal import Refused, record_refusal
from actions.shop import ManagerChat, Shop
from actions.show_case import case_buttons, open_cases
from actions.take_case import CaseClosed, NoSuchCase, Taken, TakenBefore, take_case
from loyalty.customer import Customer
from loyalty.ids import CustomerId, TelegramId
from storage.schema import messages
from tests.actions.till import posted
from tests.shop import MANAGERS, Clock, enrolled

MARIA, PETER = TelegramId(2001), TelegramId(2002)


async def person(shop: Shop, number: int = 1, **columns: Any) -> Customer:
    id = await enrolled(shop, number, **columns)
    async with shop.storage.reading() as tx:
        return await tx.customers.get(id)


async def written(shop: Shop, customer: Customer, text: str, *, key: str = "update:1") -> int:
    outcome = await customer_writes(shop, customer, text, key=key)
    assert outcome.case is not None
    return outcome.case.id


async def low_score(shop: Shop, customer: Customer, *, key: str = "update:1", words: str | None = None) -> int:
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("csat", customer.id, "purchase:1", now=shop.now())
        case = await open_low_score_case(tx, shop, customer, response.id, score=2, best=5, key=key, words=words)
    return case.id


async def lines(shop: Shop, case: int) -> list[tuple[str, str]]:
    async with shop.storage.reading() as tx:
        found = await tx.cases.find(case)
        assert found is not None
        return [(line.author, line.text) for line in await tx.cases.lines_of(found.id)]


async def notices(shop: Shop) -> list[dict[str, Any]]:
    async with shop.storage.reading() as tx:
        query = sa.select(messages).where(messages.c.chat_id == MANAGERS).order_by(messages.c.id)
        return [dict(row) for row in (await tx.connection.execute(query)).mappings()]


async def test_what_a_customer_writes_opens_a_case_and_the_manager_chat_hears_of_it(shop: Shop) -> None:
    customer = await person(shop, name="Анна", language="en")
    case = await written(shop, customer, "Где мой заказ?")
    (notice,) = await notices(shop)
    assert (notice["case_id"], notice["priority"], notice["customer_id"]) == (case, 1, None)
    text = notice["letter"]["text"]
    for part in ("Обращение", f"№ {case}", "Анна", "Где мой заказ?", "возьмите"):
        assert part in text
    assert "9160000001" not in text.replace(" ", "")
    labels = [button["label"] for row in notice["letter"]["rows"] for button in row]
    assert labels == ["Взять", "Ответить", "Закрыть", "Карточка клиента"]
    assert notice["letter"]["rows"][-1][0]["url"].endswith("?start=c_token1")


async def test_what_is_written_next_goes_into_the_same_case(shop: Shop) -> None:
    customer = await person(shop)
    first = await written(shop, customer, "Один", key="a")
    assert await written(shop, customer, "Два", key="b") == first
    assert await lines(shop, first) == [("customer", "Один"), ("customer", "Два")]
    assert ["Один" in text for text in await posted(shop, chat_id=MANAGERS)] == [True, False]


async def test_what_is_copied_beside_a_notice_has_the_cases_buttons_as_they_are_now(shop: Shop) -> None:
    outcome = await customer_writes(shop, await person(shop), "", key="update:1", attachment="[фото]")
    assert outcome.case is not None
    assert await lines(shop, outcome.case.id) == [("customer", "[фото]")]
    await take_case(shop, outcome.case.id, by=MARIA, name="Мария")
    async with shop.storage.reading() as tx:
        case = await tx.cases.find(outcome.case.id)
    assert case is not None
    labels = [button.label for row in await case_buttons(shop, case) for button in row]
    assert labels == ["Ответить", "Закрыть", "Карточка клиента"]


async def test_the_same_update_is_heard_once(shop: Shop) -> None:
    customer = await person(shop)
    case = await written(shop, customer, "Один")
    again = await customer_writes(shop, customer, "Один", key="update:1")
    assert (again.repeated, again.new, again.case and again.case.id) == (True, False, case)
    await close_case(shop, case)
    assert (await customer_writes(shop, customer, "Один", key="update:1")).repeated
    assert await open_cases(shop, limit=5) == []
    assert len(await notices(shop)) == 1


async def test_without_a_manager_chat_the_case_is_there_all_the_same(shop: Shop) -> None:
    alone = replace(shop, manager_chat_id=ManagerChat(None))
    await written(alone, await person(alone), "Есть кто?")
    assert len(await open_cases(alone, limit=5)) == 1
    assert await posted(alone) == []


async def test_ten_thousand_characters_arrive_whole_in_as_many_messages_as_it_takes(shop: Shop) -> None:
    text = " & ".join(f"<b>{number}" for number in range(1200))[:10_000].strip()
    case = await written(shop, await person(shop), text)
    assert await lines(shop, case) == [("customer", text)]
    letters = [notice["letter"]["text"] for notice in await notices(shop) if notice["case_id"] == case]
    assert max(map(len, letters)) <= 4096
    heard = " ".join(letters)
    assert [number for number in range(1100) if f"&lt;b&gt;{number}" not in heard] == []


async def test_whatever_characters_are_kept_as_they_are(shop: Shop) -> None:
    text = "<b>жирный</b> {name} %s محمد \u202eабв 👩‍👩‍👧 & \"'"
    case = await written(shop, await person(shop, name="{coupon}<i>"), text)
    assert await lines(shop, case) == [("customer", text)]
    (letter,) = await posted(shop, chat_id=MANAGERS)
    assert "&lt;b&gt;жирный&lt;/b&gt; {name} %s" in letter
    assert "{coupon}&lt;i&gt;" in letter
    assert "\u202e" not in letter


async def test_a_low_score_is_one_case_and_the_further_answers_join_it(shop: Shop) -> None:
    customer = await person(shop)
    case = await low_score(shop, customer)
    assert await low_score(shop, customer) == case
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("csat", customer.id, "purchase:1", now=shop.now())
        for _ in range(2):
            await add_to_case(tx, shop, customer, response.id, "Грубили", key="update:2", question="Что не так?")
    assert await lines(shop, case) == [("customer", "Оценка 2 из 5"), ("customer", "Что не так? — Грубили")]
    first, second = await posted(shop, chat_id=MANAGERS)
    assert "Низкая оценка" in first
    assert "Оценка 2 из 5" in first
    assert "Грубили" in second


async def test_what_staff_heard_and_what_the_customer_says_of_a_refusal_is_one_case(shop: Shop) -> None:
    customer = await person(shop)
    for _ in range(2):
        await record_refusal(shop, customer.id, note="дорого", by=MARIA, key="refusal:1")
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("refusal", customer.id, "refusal:1", now=shop.now())
        case = await open_refusal_case(tx, shop, customer, response.id, "Нашла дешевле", key="u", reason="Цена")
    assert await lines(shop, case.id) == [
        ("staff", "Записано у кассы: дорого"),
        ("customer", "Причина: Цена\nНашла дешевле"),
    ]
    assert len(await posted(shop, chat_id=MANAGERS)) == 2


async def test_what_staff_heard_is_no_conversation_of_the_customers(shop: Shop) -> None:
    customer = await person(shop)
    await record_refusal(shop, customer.id, note="дорого", by=MARIA, key="refusal:1")
    outcome = await customer_writes(shop, customer, "Где заказ?", key="update:1")
    assert outcome.new
    assert outcome.case is not None
    assert outcome.case.kind == "question"
    assert len(await open_cases(shop, limit=5)) == 2


async def test_a_refusal_without_words_is_recorded_and_alarms_nobody(shop: Shop) -> None:
    customer = await person(shop)
    first, second = [await record_refusal(shop, customer.id, note=None, by=MARIA, key="r") for _ in range(2)]
    assert (first, second) == (Refused(customer, repeated=False), Refused(customer, repeated=True))
    assert await posted(shop) == []


async def test_the_first_who_takes_a_case_owns_it(shop: Shop) -> None:
    case = await written(shop, await person(shop), "?")
    one, other = await asyncio.gather(
        take_case(shop, case, by=MARIA, name="Мария"), take_case(shop, case, by=PETER, name="Пётр")
    )
    assert {type(one), type(other)} == {Taken, TakenBefore}
    own = next(outcome for outcome in (one, other) if isinstance(outcome, Taken)).case
    again = await take_case(shop, case, by=TelegramId(own.owner_id or 0), name="?")
    assert isinstance(again, TakenBefore)
    assert again.own
    late = next(outcome for outcome in (one, other) if isinstance(outcome, TakenBefore))
    assert (late.own, late.case.owner_name) == (False, own.owner_name)


async def test_a_closed_or_unknown_case_is_not_taken(shop: Shop) -> None:
    case = await written(shop, await person(shop), "?")
    await close_case(shop, case)
    assert isinstance(await take_case(shop, case, by=MARIA, name="Мария"), CaseClosed)
    assert await take_case(shop, 404, by=MARIA, name="Мария") == NoSuchCase()


async def test_an_answer_reaches_the_customer_signed_and_makes_the_case_the_answerers(shop: Shop) -> None:
    customer = await person(shop, language="en")
    case = await written(shop, customer, "Where is it?")
    first, outcome = [
        await answer_case(shop, case, "<On> its way", by=MARIA, name="Мария", key="update:9") for _ in range(2)
    ]
    assert isinstance(first, Answered)
    assert not first.repeated
    assert isinstance(outcome, Answered)
    assert (outcome.repeated, outcome.case.owner_name, outcome.case.state) == (True, "Мария", "taken")
    (letter,) = await posted(shop, customer_id=customer.id)
    assert letter.startswith("<b>Мария, Магазин «Ромашка»:</b>\n&lt;On&gt; its way")
    assert "reply right here" in letter
    assert await lines(shop, case) == [("customer", "Where is it?"), ("staff", "<On> its way")]


async def test_a_long_answer_is_signed_once_and_whole(shop: Shop) -> None:
    customer = await person(shop)
    case = await written(shop, customer, "?")
    text = " ".join(str(number) for number in range(2500))[:10_000]
    await answer_case(shop, case, text, by=MARIA, name="Мария", key="update:9")
    letters = await posted(shop, customer_id=customer.id)
    assert len(letters) == 4
    assert max(map(len, letters)) <= 4096
    assert [letter.count("Мария") for letter in letters] == [1, 0, 0, 0]
    assert " ".join(letters).count(" 1999") == 1


async def test_a_colleague_may_answer_and_the_case_stays_its_owners(shop: Shop) -> None:
    case = await written(shop, await person(shop), "?")
    await take_case(shop, case, by=MARIA, name="Мария")
    outcome = await answer_case(shop, case, "Сейчас узнаю", by=PETER, name="Пётр", key="update:9")
    assert isinstance(outcome, Answered)
    assert outcome.case.owner_name == "Мария"


async def test_who_is_not_in_the_bot_cannot_be_answered_and_that_is_said(shop: Shop) -> None:
    customers = [await person(shop, 1, telegram_id=None), await person(shop, 2, blocked_at=shop.now())]
    for customer in customers:
        case = await written(shop, customer, "?", key=f"from {customer.id}")
        outcome = await answer_case(shop, case, "Ответ", by=MARIA, name="Мария", key="update:9")
        assert isinstance(outcome, Unreachable)
        assert await posted(shop, customer_id=customer.id) == []
    assert await answer_case(shop, 404, "Ответ", by=MARIA, name="Мария", key="x") == NoSuchCase()


async def test_a_closed_case_is_told_once_and_writing_opens_the_conversation_again(shop: Shop, clock: Clock) -> None:
    customer = await person(shop)
    case = await written(shop, customer, "Где заказ?", key="a")
    first, second = [await close_case(shop, case) for _ in range(2)]
    assert isinstance(first, Closed)
    assert (first.before, first.told, first.case.state) == (False, True, "closed")
    assert isinstance(second, Closed)
    assert (second.before, second.told) == (True, False)
    (told,) = await posted(shop, customer_id=customer.id)
    assert "просто напишите сюда" in told
    clock.advance(days=365)
    assert await written(shop, customer, "Так где?", key="b") != case
    assert await close_case(shop, 404) == NoSuchCase()


async def test_who_said_nothing_is_not_told_that_it_is_closed(shop: Shop) -> None:
    customer = await person(shop)
    await record_refusal(shop, customer.id, note="злилась", by=MARIA, key="refusal:1")
    ((case, _),) = await open_cases(shop, limit=5)
    outcome = await close_case(shop, case.id)
    assert isinstance(outcome, Closed)
    assert not outcome.told
    assert await posted(shop, customer_id=customer.id) == []


async def test_the_longest_waiting_come_first(shop: Shop, clock: Clock) -> None:
    order = []
    for number in range(1, 4):
        order.append(await written(shop, await person(shop, number), "?", key=str(number)))
        clock.advance(minutes=1)
    async with shop.storage.reading() as tx:
        first = await tx.customers.get(CustomerId(1))
    await written(shop, first, "!", key="again")
    assert [case.id for case, _ in await open_cases(shop, limit=5)] == [*order[1:], order[0]]
