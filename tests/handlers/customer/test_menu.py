"""What a customer with a card does: card, coupons, invitation, settings, privacy, help, writing to us."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions.shop import Shop
from handlers.customer.card import RenewCard
from loyalty.customer import Customer
from loyalty.ids import CustomerId
from storage.schema import cards, coupons
from tests.shop import MANAGERS, enrolled
from tests.talk import ANNA, MARIA, TOM, Talk, talking


@pytest.fixture
async def talk(small_shop: Shop) -> AsyncIterator[Talk]:
    """Анна has a card."""
    await enrolled(small_shop, 1, phone="+79161234567", name="Анна")
    async with talking(small_shop) as talk:
        await talk.start(ANNA)
        yield talk


async def anna(talk: Talk) -> Customer:
    async with talk.shop.storage.reading() as tx:
        customer = await tx.customers.find(1)
    assert customer is not None
    return customer


async def give_coupon(talk: Talk, customer: int = 1) -> str:
    now = talk.shop.now()
    async with talk.shop.storage.transaction() as tx:
        coupon = await tx.coupons.issue(
            key="test",
            customer_id=CustomerId(customer),
            offer="friend-10",
            code="ABCD2345",
            percent=10,
            valid_from=now,
            valid_until=now + timedelta(days=30),
            issued_at=now,
        )
    return coupon.code


@pytest.mark.parametrize("asked", ["/card", "🎫 Моя карта", "🎫 My card"])
async def test_the_card_is_shown_with_the_number_to_copy(talk: Talk, asked: str) -> None:
    (card,) = await talk.say(ANNA, asked)
    assert "Бронза" in card["caption"]
    assert card["reply_markup"]["inline_keyboard"][0][0]["copy_text"]["text"] in card["caption"]


async def test_the_card_comes_as_text_where_telegram_takes_no_picture(talk: Talk) -> None:
    await talk.control("faults", method="sendPhoto", kind="status", code=400, description="Bad Request: no", count=1)
    (card,) = await talk.say(ANNA, "/card")
    assert "Бронза" in card["text"]


async def test_an_expired_card_promises_no_discount_and_says_what_to_do(talk: Talk) -> None:
    """The till takes nothing off on it, so the customer is not told otherwise."""
    async with talk.shop.storage.transaction() as tx:
        ended = talk.shop.now() - timedelta(days=2)
        await tx.connection.execute(sa.update(cards).values(valid_until=ended))
    (sent,) = await talk.say(ANNA, "/card")
    assert "скидка 0 %" in sent["caption"]
    assert "действовала до 1 марта 2026" in sent["caption"]
    assert "До уровня" not in sent["caption"]


async def test_an_expired_card_is_renewed_by_one_tap_and_by_one_only(talk: Talk) -> None:
    async with talk.shop.storage.transaction() as tx:
        ended = talk.shop.now() - timedelta(days=2)
        await tx.connection.execute(sa.update(cards).values(valid_until=ended))
    await talk.say(ANNA, "/card")
    message, data = await talk.button(ANNA, "Продлить карту")
    (renewed,) = await talk.tap(ANNA, "Продлить карту")
    assert "скидка 5 %" in renewed["caption"]
    assert "действовала до" not in renewed["caption"]
    before = await talk.messages(ANNA)
    await talk.press(ANNA, ANNA, message, data, forged=True)
    assert await talk.messages(ANNA) == before
    assert [toast for toast in await talk.toasts() if toast] == [
        "Готово: карта снова действует.",
        "Карта и так действует: /card",
    ]


async def test_a_stranger_renews_nothing(talk: Talk) -> None:
    await talk.start(TOM)
    newest = (await talk.messages(TOM))[-1]["message_id"]
    await talk.press(TOM, TOM, newest, RenewCard().pack(), forged=True)
    assert (await talk.toasts())[-1] == "Get a card first: /start", "Tom speaks English"


async def test_a_bearer_coupon_is_claimed_however_its_code_was_typed(talk: Talk) -> None:
    """Off a printed flyer: small letters, and the first to open it has it."""
    code = await give_coupon(talk)
    async with talk.shop.storage.transaction() as tx:
        await tx.connection.execute(sa.update(coupons).values(customer_id=None))
    await talk.start(ANNA, f"p_{code.lower()}")
    assert "Купон ваш" in await talk.text(ANNA)
    await talk.start(ANNA, f"p_{code.lower()}")
    assert "Купон ваш" not in await talk.text(ANNA)
    (mine,) = await talk.say(ANNA, "/coupons")
    assert code in mine["text"]


async def test_coupons_are_listed_with_code_and_end(talk: Talk) -> None:
    (none,) = await talk.say(ANNA, "/coupons")
    assert "Сейчас купонов нет" in none["text"]
    code = await give_coupon(talk)
    (some,) = await talk.say(ANNA, "🎁 Купоны")
    assert code in some["text"]
    assert "до 2 апреля" in some["text"]


async def test_the_invitation_has_a_link_a_ready_text_and_a_share_button(talk: Talk) -> None:
    (invitation,) = await talk.say(ANNA, "/invite")
    assert "https://t.me/kasanie_demo_bot?start=r_inv1" in invitation["text"]
    share = invitation["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert share.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me")


async def test_offers_are_switched_off_and_on_by_one_tap(talk: Talk) -> None:
    await talk.say(ANNA, "/settings")
    await talk.tap(ANNA, "Не присылать предложения")
    assert not (await anna(talk)).marketing
    await talk.tap(ANNA, "Присылать предложения")
    assert (await anna(talk)).marketing
    async with talk.shop.storage.reading() as tx:
        assert [consent.given for consent in await tx.consents.of(CustomerId(1))] == [False, True]


async def test_the_language_is_changed_with_the_menu(talk: Talk) -> None:
    await talk.say(ANNA, "/settings")
    (said,) = await talk.tap(ANNA, "English")
    assert said["text"] == "All right, English from now on."
    assert said["reply_markup"]["keyboard"][0][0]["text"] == "🎫 My card"


async def test_own_data_come_as_a_file(talk: Talk) -> None:
    await talk.say(ANNA, "/privacy")
    (sent,) = await talk.tap(ANNA, "Выгрузить")
    path = (await talk.bot.get_file(sent["document"]["file_id"])).file_path
    assert path is not None
    file = await talk.bot.download_file(path)
    assert file is not None
    data = json.loads(file.read())
    assert data["customers"][0]["phone"] == "+79161234567"
    assert "token" not in data["cards"][0]


async def test_whoever_asks_to_be_forgotten_is_forgotten(talk: Talk) -> None:
    await talk.say(ANNA, "Спасибо вам, это Анна")
    await talk.say(ANNA, "/privacy")
    await talk.tap(ANNA, "Удалить мои данные")
    message, data = await talk.button(ANNA, "Да, удалить навсегда")
    await talk.press(ANNA, ANNA, message, data)
    gone = await anna(talk)
    assert (gone.name, gone.phone, gone.telegram_id, gone.email) == (None, None, None, None)
    assert gone.erased_at is not None
    await talk.press(ANNA, ANNA, message, data, forged=True)
    assert (await talk.toasts())[-1] == "О вас уже ничего не хранится."
    async with talk.shop.storage.reading() as tx:
        assert await tx.cards.of(CustomerId(1)) is None
        words = (await tx.connection.execute(sa.text("SELECT text FROM case_lines"))).scalars().all()
    assert words
    assert not any(words)


async def test_help_says_what_there_is(talk: Talk) -> None:
    (said,) = await talk.say(ANNA, "/help")
    assert "/coupons" in said["text"]


async def test_an_unknown_command_leads_to_help(talk: Talk) -> None:
    (said,) = await talk.say(ANNA, "/stats")
    assert said["text"] == "Такой команды нет. Что я умею: /help"


async def test_what_is_written_goes_to_people_and_their_answer_comes_back(talk: Talk) -> None:
    await talk.say(ANNA, "/feedback")
    (said,) = await talk.say(ANNA, "А шарфы <b>ещё</b> будут?")
    assert said["text"] == "Передали. Ответим здесь."
    notice = next(m for m in await talk.messages(MANAGERS) if "шарфы <b>ещё</b> будут" in m.get("text", ""))
    await talk.say(MARIA, "Завтра привезём", chat=MANAGERS, reply_to=notice["message_id"])
    assert "Завтра привезём" in await talk.text(ANNA)
    (more,) = await talk.say(ANNA, "Спасибо!")
    assert more["text"] == "Дописали к вашему обращению."


async def test_a_photo_reaches_the_manager_chat(talk: Talk) -> None:
    await talk.send("photo", ANNA, caption="Порвалось")
    assert any("photo" in message for message in await talk.messages(MANAGERS))
    assert any("Порвалось" in message.get("text", "") for message in await talk.messages(MANAGERS))


async def test_a_stranger_is_told_to_begin_and_nothing_is_kept(talk: Talk) -> None:
    (said,) = await talk.say(TOM, "hello")
    assert "/start" in said["text"]
    async with talk.shop.storage.reading() as tx:
        assert await tx.customers.by_telegram(TOM) is None


async def test_somebody_elses_card_link_shows_nothing(talk: Talk) -> None:
    said = await talk.start(TOM, "c_token1")
    texts = " ".join(message.get("text", "") for message in said)
    assert "Анна" not in texts
    assert "+7916" not in texts


async def test_ten_thousand_characters_are_not_lost(talk: Talk) -> None:
    """Telegram's own limit is 4096: clients split longer texts."""
    for part in ("а" * 4096, "б" * 4096, "в" * 1808):
        await talk.say(ANNA, part)
    heard = "".join(message.get("text", "") for message in await talk.messages(MANAGERS))
    assert heard.count("а" * 100) >= 40
    assert heard.count("в" * 100) >= 18
