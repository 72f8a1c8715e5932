from loyalty.ids import CustomerId
from tests.actions.till import generous, given_coupon
from tests.handlers.staff.test_sale import said, sales
from tests.shop import Clock, with_programme
from tests.talk import MARIA, PETER, Talk, talking


async def test_one_coupon_goes_straight_to_the_amount(talk: Talk, anna: CustomerId) -> None:
    await given_coupon(talk.shop, anna)
    await talk.start(MARIA, "c_token1")
    await talk.tap(MARIA, "Продажа с купоном")
    assert "купон «Подарок ко дню рождения» (15 %)" in await said(talk)
    await talk.say(MARIA, "1000")
    assert "К оплате 850 ₽: 1 000 − 15 % (купон «Подарок ко дню рождения»)" in await said(talk)
    assert "использован" in await said(talk)
    await talk.tap(MARIA, "Отменить")
    assert "Купон снова действует" in await said(talk)


async def test_of_several_coupons_one_is_chosen(talk: Talk, anna: CustomerId) -> None:
    await given_coupon(talk.shop, anna)
    await given_coupon(talk.shop, anna, amount=30_000)
    await talk.start(MARIA, "c_token1")
    await talk.tap(MARIA, "Продажа с купоном")
    await talk.tap(MARIA, "300")
    await talk.say(MARIA, "2000 чек 7")
    assert await sales(talk) == [(170_000, 30_000, "7")]


async def test_a_coupon_that_was_used_meanwhile_is_told_and_the_sale_is_possible_without(
    talk: Talk, anna: CustomerId, clock: Clock
) -> None:
    await given_coupon(talk.shop, anna)
    await talk.start(MARIA, "c_token1")
    use = await talk.button(MARIA, "с купоном")
    await talk.press(MARIA, MARIA, *use)
    await talk.start(PETER, "c_token1")
    await talk.tap(PETER, "Продажа с купоном")
    await talk.say(PETER, "1000")
    await talk.say(MARIA, "1000 чек 9")
    assert "уже использован" in await said(talk)
    await talk.tap(MARIA, "Без купона")
    assert (await sales(talk))[1] == (95_000, 5_000, "9")
    await talk.press(MARIA, MARIA, *use)
    assert "Действующих купонов нет" in (await talk.toasts())[-1]


async def test_a_discount_below_the_margin_is_refused_with_numbers(clock: Clock, talk: Talk, anna: CustomerId) -> None:
    tight = with_programme(talk.shop, generous(cap=50, usual_margin=20, min_margin=10))
    coupon = await given_coupon(tight, anna, percent=30)
    async with talking(tight) as strict:
        await strict.start(MARIA, "c_token1")
        await strict.tap(MARIA, "Продажа с купоном")
        await strict.say(MARIA, "390")
        for part in ("273 ₽", "меньше 346,6", "убыток 39 ₽"):
            assert part in await said(strict)
        message, data = await strict.button(MARIA, "Без купона")
        await strict.press(MARIA, MARIA, message, data)
        assert "К оплате 370,50 ₽" in await said(strict)
        await strict.press(MARIA, MARIA, message, data, forged=True)
        await strict.say(MARIA, "390")
        assert "уже записана" in await said(strict)
    assert await sales(talk) == [(37_050, 1_950, None)]
    async with talk.shop.storage.reading() as tx:
        assert [left.id for left in await tx.coupons.valid_of(anna, now=clock.now)] == [coupon.id]
