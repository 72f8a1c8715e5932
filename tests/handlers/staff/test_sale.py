from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from loyalty.ids import CustomerId
from storage.schema import cards, inbox, purchases, returns
from tests.shop import MANAGERS, Clock
from tests.talk import ANNA, MARIA, OLGA, PETER, TOM, Talk, talking

PHONE = "+7 916 000-00-01"


async def said(talk: Talk, chat: int = MARIA) -> str:
    return (await talk.text(chat)).replace("\u00a0", " ")


async def sales(talk: Talk) -> list[tuple[int, int, str | None]]:
    """(paid, discount, receipt) of all."""
    async with talk.shop.storage.reading() as tx:
        query = sa.select(purchases.c.amount, purchases.c.discount, purchases.c.receipt).order_by(purchases.c.id)
        return [(paid, off, receipt) for paid, off, receipt in await tx.connection.execute(query)]


async def returned(talk: Talk) -> list[int]:
    async with talk.shop.storage.reading() as tx:
        return list((await tx.connection.execute(sa.select(returns.c.amount).order_by(returns.c.id))).scalars())


async def ready_to_sell(talk: Talk, person: int = MARIA) -> None:
    """The card was scanned, and "sale" pressed."""
    await talk.start(person, "c_token1")
    await talk.tap(person, "Продажа")


async def test_two_taps_and_a_number(talk: Talk) -> None:
    await ready_to_sell(talk)
    assert "Анна: на какую сумму?" in await said(talk)
    await talk.say(MARIA, "1500")
    assert "К оплате 1 425 ₽: 1 500 − 5 % (Бронза)" in await said(talk)
    assert await sales(talk) == [(142_500, 7_500, None)]


async def test_by_words_in_private_and_in_the_manager_chat(talk: Talk) -> None:
    await talk.say(MARIA, f"/sale {PHONE} 1 500,50 ₽")
    assert "К оплате 1 425,47 ₽: 1 500,50 − 5 % (Бронза)" in await said(talk)
    await talk.say(PETER, f"/sale {PHONE} 500 чек 42", chat=MANAGERS)
    assert "Чек 42" in await said(talk, MANAGERS)
    assert await sales(talk) == [(142_547, 7_503, None), (47_500, 2_500, "42")]


async def test_a_second_amount_for_the_same_question_records_nothing_and_says_so(talk: Talk) -> None:
    await ready_to_sell(talk)
    await talk.say(MARIA, "1500")
    await talk.say(MARIA, "1600")
    assert "уже записана" in await said(talk)
    assert "1 425 ₽" in await said(talk)
    assert len(await sales(talk)) == 1
    await talk.tap(MARIA, "Продажа")
    await talk.say(MARIA, "1600")
    assert len(await sales(talk)) == 2


async def test_the_same_receipt_is_one_sale_and_the_reply_says_so(talk: Talk) -> None:
    await talk.say(MARIA, f"/sale {PHONE} 500 чек 42")
    await talk.say(PETER, f"/sale {PHONE} 500 чек 42", chat=MANAGERS)
    assert "уже записана" in await said(talk, MANAGERS)
    assert len(await sales(talk)) == 1


@pytest.mark.parametrize("forgotten", [False, True])
async def test_a_redelivered_update_is_one_sale(talk: Talk, forgotten: bool) -> None:
    """forgotten: the bot crashed after the sale and before it had noted that the update was handled."""
    await ready_to_sell(talk)
    for number, typed in enumerate((f"/sale {PHONE} 500", "1500"), 1):
        sent = await talk.control("messages", **{"from": MARIA, "chat": MARIA, "text": typed})
        await talk.pump()
        if forgotten:
            async with talk.shop.storage.transaction() as tx:
                await tx.connection.execute(sa.delete(inbox))
        await talk.control("update", redeliver=sent["update_id"])
        await talk.pump()
        assert len(await sales(talk)) == number
        assert ("уже записана" in await said(talk)) is forgotten


@pytest.mark.parametrize(
    "typed, reply",
    [
        ("0", "больше нуля"),
        ("-5", "больше нуля"),
        ("−5", "больше нуля"),
        ("1000000000", "Слишком большая"),
        ("1e9", "не сумма"),
        ("полторы тысячи", "не сумма"),
        ("🌼", "не сумма"),
        ("محمد", "не сумма"),
        ("<b>", "не сумма"),
        ("{name}", "не сумма"),
        ("0,005", "Мельче копейки"),
        ("1500 за кофе", "номер чека"),
    ],
)
async def test_what_is_no_amount_is_answered_and_the_question_stays(talk: Talk, typed: str, reply: str) -> None:
    await ready_to_sell(talk)
    await talk.say(MARIA, typed)
    assert reply in await said(talk)
    await talk.say(MARIA, f"/sale {PHONE} {typed}")
    assert reply in await said(talk)
    assert await sales(talk) == []
    await talk.say(MARIA, "1 500")
    assert len(await sales(talk)) == 1


async def test_a_sticker_is_no_amount(talk: Talk) -> None:
    await ready_to_sell(talk)
    await talk.send("sticker", MARIA)
    assert "текстом" in await said(talk)
    await talk.say(MARIA, "1500")
    assert len(await sales(talk)) == 1


@pytest.mark.parametrize(
    "typed, reply",
    [
        ("/sale", "Кому, сколько"),
        ("/sale Анна 500", "нужен номер карты"),
        ("/sale 2900000000017 500", "нужен номер карты"),
        ("/sale +7 916 999-99-99 500", "Такого клиента нет: «+7 916 999-99-99»"),
        (f"/sale {PHONE}", "А сумма?"),
    ],
)
async def test_a_command_that_says_too_little_is_told_what_is_missing(talk: Talk, typed: str, reply: str) -> None:
    await talk.say(MARIA, typed)
    assert reply in await said(talk)
    assert await sales(talk) == []


async def test_what_can_be_read_in_two_ways_is_asked(talk: Talk) -> None:
    await talk.say(MARIA, f"/sale {PHONE} 500 123")
    assert await sales(talk) == []
    message, data = await talk.button(MARIA, "чек 123")
    await talk.press(MARIA, MARIA, message, data)
    assert await sales(talk) == [(47_500, 2_500, "123")]
    await talk.press(PETER, MARIA, message, data, forged=True)
    assert "уже записана" in await said(talk)
    assert len(await sales(talk)) == 1


async def test_a_question_of_yesterday_takes_no_amount(talk: Talk, clock: Clock) -> None:
    await ready_to_sell(talk)
    clock.advance(hours=2)
    await talk.say(MARIA, "1500")
    assert "уже неактуален" in await said(talk)
    assert await sales(talk) == []


async def test_opening_another_page_forgets_the_question_about_the_first(talk: Talk) -> None:
    await ready_to_sell(talk)
    await talk.start(MARIA, "c_token1")
    await talk.say(MARIA, "1500")
    assert await sales(talk) == []


async def test_a_cancelled_question_takes_no_amount(talk: Talk) -> None:
    await ready_to_sell(talk)
    await talk.tap(MARIA, "Отмена")
    assert "ничего не записано" in (await talk.transcript(MARIA))[-1] or "ничего не записано" in await said(talk)
    await talk.say(MARIA, "1500")
    assert await sales(talk) == []


async def test_cancelling_what_was_recorded_cancels_nothing(talk: Talk) -> None:
    await ready_to_sell(talk)
    cancel = await talk.button(MARIA, "Отмена")
    await talk.say(MARIA, "1500")
    await talk.press(MARIA, MARIA, *cancel)
    assert "уже закрыт" in (await talk.toasts())[-1]
    assert len(await sales(talk)) == 1


async def test_in_the_group_the_amount_is_a_reply_whoever_gives_it(talk: Talk) -> None:
    await talk.say(MARIA, f"/client {PHONE}", chat=MANAGERS)
    (question,) = await talk.tap(MARIA, "Продажа", chat=MANAGERS)
    await talk.say(MARIA, "1500", chat=MANAGERS)
    assert await sales(talk) == []
    await talk.say(PETER, "1500", chat=MANAGERS, reply_to=question["message_id"])
    assert "К оплате 1 425 ₽" in await said(talk, MANAGERS)
    await talk.say(MARIA, "1500", chat=MANAGERS, reply_to=question["message_id"])
    assert "уже записана" in await said(talk, MANAGERS)
    assert len(await sales(talk)) == 1


async def test_a_slip_is_taken_back_by_a_button_once(talk: Talk) -> None:
    await talk.say(MARIA, f"/sale {PHONE} 1500")
    message, data = await talk.button(MARIA, "Отменить")
    await talk.press(MARIA, MARIA, message, data)
    assert "Продажа отменена: Анна, 1 425 ₽" in await said(talk)
    await talk.press(MARIA, MARIA, message, data, forged=True)
    assert "уже отменили" in (await talk.toasts())[-1]
    assert await returned(talk) == [142_500]


async def test_after_a_slip_the_right_amount_is_one_tap_away(talk: Talk) -> None:
    await ready_to_sell(talk)
    await talk.say(MARIA, "15000")
    await talk.tap(MARIA, "Отменить")
    await talk.say(MARIA, "1500")
    assert "записана и отменена" in await said(talk)
    assert len(await sales(talk)) == 1
    await talk.tap(MARIA, "Продажа")
    await talk.say(MARIA, "1500")
    assert (await sales(talk))[1] == (142_500, 7_500, None)


@pytest.mark.parametrize("later", [{"minutes": 11}, {"days": 365}])
async def test_a_slip_is_not_taken_back_later(talk: Talk, clock: Clock, later: dict[str, float]) -> None:
    await talk.say(MARIA, f"/sale {PHONE} 1500")
    clock.advance(**later)
    await talk.tap(MARIA, "Отменить")
    assert "/return" in (await talk.toasts())[-1]
    assert await returned(talk) == []


async def test_nobody_but_staff_takes_anything_back_or_sells(talk: Talk) -> None:
    await talk.say(MARIA, f"/sale {PHONE} 1500")
    message, data = await talk.button(MARIA, "Отменить")
    await talk.press(ANNA, MARIA, message, data, forged=True)
    assert "только для сотрудников" in (await talk.toasts())[-1]
    await talk.say(ANNA, f"/sale {PHONE} 1500")
    assert (await returned(talk), len(await sales(talk))) == ([], 1)


async def test_who_left_the_manager_chat_sells_no_more(talk: Talk) -> None:
    await ready_to_sell(talk)
    button = await talk.button(MARIA, "Отмена")
    await talk.control("leave", person=MARIA, chat=MANAGERS)
    await talk.pump()
    await talk.say(MARIA, "1500")
    await talk.say(MARIA, f"/sale {PHONE} 1500")
    await talk.press(MARIA, MARIA, *button)
    assert "только для сотрудников" in (await talk.toasts())[-1]
    assert await sales(talk) == []


async def test_a_new_tier_is_said_at_the_till_and_to_the_customer(talk: Talk) -> None:
    await talk.say(MARIA, f"/sale {PHONE} 16000")
    assert "Новый уровень: Серебро, скидка 7 %" in await said(talk)
    assert "Теперь ваша скидка 7 %" in await said(talk, ANNA)


async def test_an_expired_card_is_seen_before_the_sale_and_renewed_by_it(talk: Talk, clock: Clock) -> None:
    async with talk.shop.storage.transaction() as tx:
        await tx.connection.execute(sa.update(cards).values(valid_until=clock() - timedelta(days=1)))
    await talk.say(MARIA, f"/client {PHONE}")
    assert "Карта действовала до 2 марта 2026" in await said(talk)
    await talk.say(MARIA, f"/sale {PHONE} 1000")
    assert "Карта просрочена, скидка по ней не действует." in await said(talk)
    assert "Карта продлена: со следующей покупки скидка снова действует." in await said(talk)
    await talk.say(MARIA, f"/sale {PHONE} 1000")
    assert "просрочена" not in await said(talk)
    assert [(paid, off) for paid, off, _ in await sales(talk)] == [(100_000, 0), (95_000, 5_000)]


async def test_in_a_foreign_group_nothing_is_sold_and_nothing_is_told(small_shop: Shop, anna: CustomerId) -> None:
    """Somebody has brought the bot into another group, where customers read along."""
    foreign = {"id": -1002000000009, "type": "supergroup", "title": "Соседи", "members": [MARIA, OLGA, TOM]}
    managers = {"id": MANAGERS, "type": "supergroup", "title": "Касса", "members": [MARIA, OLGA]}
    chats = [{**chat, "bot_status": "administrator"} for chat in (foreign, managers)]
    async with talking(small_shop, {"chats": chats}) as talk:
        for person in (MARIA, OLGA, TOM):
            for command in ("sale", "return", "client", "refusal"):
                assert await talk.say(person, f"/{command} {PHONE} 500", chat=-1002000000009) == []
        await talk.say(MARIA, "/cases", chat=-1002000000009)
        assert await sales(talk) == []
        assert not [line for line in await talk.transcript(-1002000000009) if "bot:" in line]
        await talk.say(MARIA, f"/sale {PHONE} 500", chat=MANAGERS)
        assert len(await sales(talk)) == 1
