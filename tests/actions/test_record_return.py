from actions.record_purchase import NoSuchCustomer
from actions.record_return import MoreThanBought, Outcome, Return, Returned, ReturnedBefore, record_return
from actions.shop import Shop
from loyalty.ids import CustomerId
from tests.actions.till import posted, returned, roubles
from tests.shop import bought, enrolled


async def brought_back(
    shop: Shop, customer: CustomerId, amount: float, *, key: str = "return", receipt: str | None = None
) -> Outcome:
    return await record_return(shop, Return(customer, roubles(amount), receipt), key=key)


async def test_a_return_lowers_what_was_spent_and_the_tier_and_the_customer_hears_of_it(shop: Shop) -> None:
    customer = await enrolled(shop)
    await bought(shop, customer, 1_600_000)
    outcome = await brought_back(shop, customer, 2000)
    assert isinstance(outcome, Returned)
    assert outcome.new_tier is not None
    assert outcome.new_tier.discount == 5
    (told,) = await posted(shop, customer_id=customer)
    assert "Бронза" in told
    async with shop.storage.reading() as tx:
        assert await tx.customers.spent(customer, since=shop.now()) == 1_400_000


async def test_the_same_return_is_one_return(shop: Shop) -> None:
    customer = await enrolled(shop)
    await bought(shop, customer, 100_000)
    await brought_back(shop, customer, 100, key="a", receipt="42")
    assert await brought_back(shop, customer, 200, key="a") == ReturnedBefore()
    assert await brought_back(shop, customer, 200, key="b", receipt="42") == ReturnedBefore()
    assert await returned(shop) == [10_000]


async def test_nobody_brings_back_more_than_they_bought(shop: Shop) -> None:
    customer = await enrolled(shop)
    await bought(shop, customer, 100_000)
    await brought_back(shop, customer, 900, key="a")
    outcome = await brought_back(shop, customer, 100.01, key="b")
    assert isinstance(outcome, MoreThanBought)
    assert outcome.bought == roubles(100)
    assert isinstance(await brought_back(shop, customer, 100, key="c"), Returned)


async def test_nobody_brings_back_for_a_stranger(shop: Shop) -> None:
    assert await brought_back(shop, CustomerId(404), 1) == NoSuchCustomer()
