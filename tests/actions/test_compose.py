"""What a touch says: the owner's words for this person, their coupon, the first question, a way out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from actions.deliver import Outgoing
from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from loyalty.customer import Birthday
from loyalty.ids import CustomerId
from storage.schema import coupons, messages, responses
from tests.drainer import crash, marked
from tests.shop import Clock, bought, enrolled
from tests.touches import outbox, states, touch, with_touches
from texts.invitation import ShowInvite
from texts.letter import Button
from texts.questions import Answer, Resume
from texts.touchpoint_letters import StopOffers

MOSCOW = ZoneInfo("Europe/Moscow")


async def letters(shop: Shop) -> list[Outgoing]:
    await plan_touchpoints(shop)
    return list(await marked(shop))


async def the_letter(shop: Shop) -> Outgoing:
    [outgoing] = await letters(shop)
    return outgoing


def buttons(outgoing: Outgoing) -> list[Button]:
    return [button for row in outgoing.letter.rows for button in row]


async def rows(shop: Shop, table: sa.Table) -> list[Any]:
    async with shop.storage.reading() as tx:
        return list(await tx.connection.execute(sa.select(table)))


async def buyer(shop: Shop, **columns: Any) -> CustomerId:
    anna = await enrolled(shop, **columns)
    await bought(shop, anna, 100_00)
    return anna


TEXT = {"ru": "{name}, как вам покупка в {shop}?", "en": "{name}, how was your purchase at {shop}?"}


@pytest.mark.parametrize(
    "name,language,said",
    [
        ("Анна", "ru", "Анна, как вам покупка в Магазин «Ромашка»?"),
        (None, "ru", "Как вам покупка в Магазин «Ромашка»?"),
        ("Tom & <b>Co</b>", "en", "Tom &amp; &lt;b&gt;Co&lt;/b&gt;, how was your purchase at Магазин «Ромашка»?"),
        ("Tom", "de", "Tom, как вам покупка в Магазин «Ромашка»?"),
    ],
)
async def test_the_owners_words_speak_to_this_person(
    small_shop: Shop, name: str | None, language: str, said: str
) -> None:
    shop = with_touches(small_shop, touch("how-was-it", "purchase", text=TEXT))
    await buyer(shop, name=name, language=language)
    assert (await the_letter(shop)).letter.text == said


async def test_a_survey_asks_its_first_question_with_its_buttons(shop: Shop) -> None:
    shop = with_touches(shop, touch("how-was-it", "purchase", text=TEXT, survey="csat"))
    anna = await buyer(shop, name="Анна")
    outgoing = await the_letter(shop)
    assert outgoing.letter.text.startswith("Анна, как вам покупка")
    assert outgoing.letter.text.endswith("Поставьте оценку: 1 — плохо, 5 — отлично.")
    [response] = await rows(shop, responses)
    [message] = await outbox(shop)
    assert (response.survey, response.customer_id, response.message_id) == ("csat", anna, message.id)
    scores = [Answer.unpack(button.data or "") for button in buttons(outgoing)]
    expected = [Answer(response=response.id, question="score", choice=str(score)) for score in range(1, 6)]
    assert scores == expected
    assert outgoing.expects is None


async def test_after_a_crash_the_same_question_is_asked_with_the_same_buttons(shop: Shop) -> None:
    shop = with_touches(shop, touch("how-was-it", "purchase", survey="csat"))
    await buyer(shop)
    first = await the_letter(shop)
    await crash(shop)
    again = await the_letter(shop)
    assert again.letter == first.letter
    assert again.attempts == 2
    assert len(await rows(shop, responses)) == 1


async def test_a_question_that_is_answered_in_words_is_waited_for(shop: Shop) -> None:
    shop = with_touches(shop, touch("more", "enrolment", survey="enrolment"))
    await enrolled(shop)
    outgoing = await the_letter(shop)
    [response] = await rows(shop, responses)
    assert outgoing.expects == response.id


async def test_a_survey_in_portions_goes_on_where_it_ended(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("more", "enrolment", survey="profile", repeat="30d"))
    await enrolled(shop)
    assert "Для кого подбирать советы?" in (await the_letter(shop)).letter.text
    [response] = await rows(shop, responses)
    async with shop.storage.transaction() as tx:
        await tx.connection.execute(sa.update(messages).values(state="sent", sent_at=clock()))
        for question in ("gender", "children"):
            await tx.responses.answer(response.id, question, None, now=clock())
        await tx.responses.finish(response.id, now=clock())
    clock.advance(days=30)
    second = await the_letter(shop)
    assert "Мы рядом с вашим домом или с работой?" in second.letter.text
    answers = [Answer.unpack(button.data or "") for button in buttons(second)]
    assert Answer(response=response.id + 1, question="near", choice="home") in answers


async def test_where_everything_is_answered_already_nothing_is_sent(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("more", "enrolment", survey="profile"))
    anna = await enrolled(shop)
    await plan_touchpoints(shop)
    survey = shop.programme.survey("profile")
    assert survey is not None
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("profile", anna, "elsewhere", now=clock())
        for question in survey.questions:
            await tx.responses.answer(response.id, question.id, None, now=clock())
    assert await letters(shop) == []
    assert await states(shop) == {"stale": 1}
    assert len(await rows(shop, responses)) == 1


async def test_an_unfinished_survey_is_gone_on_with(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("unfinished", "unfinished", after="3h"))
    anna = await enrolled(shop, enrolled_at=None)
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("enrolment", anna, "once", now=clock())
    clock.advance(hours=3)
    outgoing = await the_letter(shop)
    assert [Resume.unpack(button.data or "") for button in buttons(outgoing)] == [Resume(response=response.id)]


async def test_who_went_on_by_themselves_is_not_reminded(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("unfinished", "unfinished", after="3h"))
    anna = await enrolled(shop, enrolled_at=None)
    async with shop.storage.transaction() as tx:
        response = await tx.responses.start("enrolment", anna, "once", now=clock())
    clock.advance(hours=3)
    await plan_touchpoints(shop)
    async with shop.storage.transaction() as tx:
        await tx.responses.answer(response.id, "name", "Анна", now=clock())
    assert await letters(shop) == []
    assert await states(shop) == {"stale": 1}


GIFT = {"at": "-3d 11:00", "category": "offer", "offer": "birthday-15"}


async def test_a_birthday_brings_a_coupon_that_is_valid_around_the_day(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("birthday", "birthday", text="{name}, с праздником!", **GIFT))
    anna = await enrolled(shop, birthday=Birthday(3, 20), name="Анна")
    clock.set(datetime(2026, 3, 17, 11, tzinfo=MOSCOW).astimezone(UTC))
    outgoing = await the_letter(shop)
    [coupon] = await rows(shop, coupons)
    [message] = await outbox(shop)
    assert (coupon.customer_id, coupon.offer, coupon.percent) == (anna, "birthday-15", 15)
    assert coupon.key == f"message:{message.id}"
    local = [moment.astimezone(MOSCOW) for moment in (coupon.valid_from, coupon.valid_until)]
    assert [moment.strftime("%d.%m %H:%M:%S") for moment in local] == ["17.03 00:00:00", "27.03 23:59:59"]
    assert coupon.code in outgoing.letter.text
    assert "15\u00a0%" in outgoing.letter.text
    assert "27 марта 2026" in outgoing.letter.text
    copy, stop = buttons(outgoing)
    assert copy.copy == coupon.code
    assert StopOffers.unpack(stop.data or "") == StopOffers(message=message.id)


async def test_a_text_that_names_the_coupon_itself_is_left_as_it_is(shop: Shop, clock: Clock) -> None:
    text = "{name}, вот {percent} до {until}: <code>{coupon}</code>"
    shop = with_touches(shop, touch("birthday", "birthday", text=text, **GIFT))
    await enrolled(shop, birthday=Birthday(3, 6), name=None)
    clock.advance(hours=1)
    outgoing = await the_letter(shop)
    [coupon] = await rows(shop, coupons)
    assert outgoing.letter.text == f"Вот 15\u00a0% до 13 марта 2026: <code>{coupon.code}</code>"


async def test_a_coupon_for_later_says_from_when(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("birthday", "birthday", **{**GIFT, "at": "-5d 11:00"}))
    await enrolled(shop, birthday=Birthday(3, 8))
    outgoing = await the_letter(shop)
    assert "с 5 марта 2026 по 15 марта 2026" in outgoing.letter.text


async def test_the_unknown_year_of_a_birthday_leaves_its_line_out(shop: Shop, clock: Clock) -> None:
    text = "{name}, с днём рождения!\nВам {age}, и это только начало."
    shop = with_touches(shop, touch("birthday", "birthday", at="12:00", text=text))
    await enrolled(shop, 1, birthday=Birthday(3, 3, 1986), name="Анна")
    await enrolled(shop, 2, birthday=Birthday(3, 3), name="Пётр")
    said = {outgoing.letter.text for outgoing in await letters(shop)}
    assert said == {"Анна, с днём рождения!\nВам 40, и это только начало.", "Пётр, с днём рождения!"}


async def test_a_holiday_and_an_anniversary_are_called_by_name(shop: Shop, clock: Clock) -> None:
    shop = with_touches(
        shop,
        touch("spring", "holiday", at="12:00", holidays=["03-08"], text="Скоро {holiday}"),
        touch("years", "anniversary", at="12:00", text="Мы вместе уже {years}"),
    )
    anna = await enrolled(shop)
    await bought(shop, anna, 100_00, at=clock() - timedelta(days=360))
    clock.set(datetime(2026, 3, 8, 12, tzinfo=MOSCOW).astimezone(UTC))
    assert (await the_letter(shop)).letter.text == "Скоро Международный женский день"


async def test_an_anniversary_counts_the_years(shop: Shop, clock: Clock) -> None:
    shop = with_touches(shop, touch("years", "anniversary", at="12:00", text="Мы вместе уже {years}"))
    await buyer(shop)
    clock.set(datetime(2029, 3, 3, 12, tzinfo=MOSCOW).astimezone(UTC))
    assert (await the_letter(shop)).letter.text == "Мы вместе уже 3"


async def test_the_cards_number_and_the_link_can_be_named(shop: Shop) -> None:
    shop = with_touches(shop, touch("thanks", "purchase", text="Карта {number}\nДрузьям: {link}", invite=True))
    await buyer(shop)
    outgoing = await the_letter(shop)
    number, link = outgoing.letter.text.splitlines()
    assert number.startswith("Карта 2900")
    assert link == "Друзьям: " + shop.link("r_inv1")
    assert [ShowInvite.unpack(button.data or "") for button in buttons(outgoing)] == [ShowInvite()]


async def test_service_can_not_be_stopped_and_everything_else_can(shop: Shop) -> None:
    shop = with_touches(shop, touch("service", "purchase"))
    await buyer(shop)
    assert buttons(await the_letter(shop)) == []
    shop = with_touches(shop, touch("news", "purchase", category="news"))
    outgoing = await the_letter(shop)
    assert [StopOffers.unpack(button.data or "") for button in buttons(outgoing)] == [StopOffers(message=outgoing.id)]
