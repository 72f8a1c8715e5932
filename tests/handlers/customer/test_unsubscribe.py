"""The way out under every message that is not owed."""

from typing import Any

from actions.plan_touchpoints import plan_touchpoints
from actions.shop import Shop
from loyalty.ids import CustomerId
from storage.consents import Consent
from tests.shop import Clock, bought, enrolled
from tests.talk import ANNA, TOM, Talk, talking
from tests.touches import states, touch, with_touches

NEWS = touch("news", "purchase", category="news", text={"ru": "{name}, у нас новинки", "en": "{name}, we have news"})


async def told_the_news(talk: Talk, number: int = 1, **columns: Any) -> CustomerId:
    anna = await enrolled(talk.shop, number, **columns)
    await bought(talk.shop, anna, 100_00)
    await plan_touchpoints(talk.shop)
    await talk.control("start", **{"from": 1000 + number, "payload": ""})  # nobody can be written to before that
    await talk.pump()
    return anna


async def consents_of(shop: Shop, customer: CustomerId) -> list[Consent]:
    async with shop.storage.reading() as tx:
        assert (await tx.customers.get(customer)).marketing == (await tx.consents.of(customer))[-1].given
        return await tx.consents.of(customer)


async def test_one_tap_stops_it_and_one_tap_brings_it_back(small_shop: Shop) -> None:
    async with talking(with_touches(small_shop, NEWS)) as talk:
        anna = await told_the_news(talk, name="Анна")
        assert "Анна, у нас новинки" in "\n".join(await talk.transcript(ANNA))

        [kind] = await talk.tap(ANNA, "Больше не присылать")
        assert "больше не будем" in kind["text"]
        [consent] = await consents_of(talk.shop, anna)
        assert (consent.given, consent.kind, consent.source) == (False, "marketing", "chat")
        assert consent.wording == "🔕 Больше не присылать такое"

        await talk.tap(ANNA, "Вернуть рассылку")
        assert (await consents_of(talk.shop, anna))[-1].given
        assert "остаётесь с нами" in "\n".join(await talk.transcript(ANNA))


async def test_pressed_twice_it_is_done_once(small_shop: Shop) -> None:
    async with talking(with_touches(small_shop, NEWS)) as talk:
        anna = await told_the_news(talk)
        assert len(await talk.tap(ANNA, "Больше не присылать")) == 1
        assert await talk.tap(ANNA, "Больше не присылать") == []
        assert len(await consents_of(talk.shop, anna)) == 1
        assert (await talk.toasts())[-1] == "Больше не пришлём"


async def test_after_it_nothing_comes_but_what_is_owed(small_shop: Shop, clock: Clock) -> None:
    shop = with_touches(small_shop, NEWS, touch("how-was-it", "purchase", after="1d"))
    async with talking(shop) as talk:
        anna = await told_the_news(talk)
        await talk.tap(ANNA, "Больше не присылать")
        clock.advance(days=2)
        await bought(shop, anna, 100_00)
        clock.advance(hours=1)
        await plan_touchpoints(shop)
        await talk.pump()
        assert (await states(shop))["no_consent"] == 1


async def test_it_speaks_the_customers_language(small_shop: Shop) -> None:
    async with talking(with_touches(small_shop, NEWS)) as talk:
        await told_the_news(talk, 2, language="en", name="Tom")
        [kind] = await talk.tap(TOM, "No more of this")
        assert "no more of it" in kind["text"]


async def test_somebody_elses_button_stops_nothing(small_shop: Shop) -> None:
    async with talking(with_touches(small_shop, NEWS)) as talk:
        await told_the_news(talk)
        message, data = await talk.button(ANNA, "Больше не присылать")
        await talk.press(TOM, ANNA, message, data, forged=True)
        async with talk.shop.storage.reading() as tx:
            customer = await tx.customers.find(1)
            assert customer is not None
            assert customer.marketing
