"""The programme is edited while the bot runs: a wrong one changes nothing, and the owner is told each time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from actions.manager_chat import move_chat
from actions.shop import Shop
from bot import background
from bot.background import Background
from bot.current_programme import ProgrammeFile
from bot.delivery import TelegramDelivery
from jobs.drain import Drainer
from storage.database import Storage
from tests.shop import MANAGERS, OWNER, PRESETS, Clock, make_shop
from tests.talk import Talk, talking

GOOD = (PRESETS / "shop.toml").read_text(encoding="utf-8")
WRONG = GOOD.replace('kind = "scale5"', 'kind = "<b>scale6</b>"')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "programme.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
async def talk(small_shop: Shop, path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> AsyncIterator[Talk]:
    """With the watch over the programme, which looks all the time."""
    monkeypatch.setattr(background, "LOOK_EVERY", 0.01)
    programme = ProgrammeFile(path)
    async with talking(replace(small_shop, current_programme=programme)) as talk:
        await talk.start(OWNER)
        drainer = Drainer(talk.shop, TelegramDelivery(talk.bot, talk.shop))
        async with Background(talk.shop, drainer, programme, clock):
            yield talk


async def edit(path: Path, text: str) -> None:
    await asyncio.to_thread(path.write_text, text, encoding="utf-8")


async def told(talk: Talk, times: int) -> str:
    """The owner's chat, once it says so often that the file is wrong."""

    async def heard() -> bool:
        return "\n".join(await talk.transcript(OWNER)).count("Действует прежняя программа") >= times

    await within_seconds(heard)
    return await talk.text(OWNER)


async def within_seconds(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await holds():
            await asyncio.sleep(0.05)


async def test_the_same_mistake_made_again_is_told_again(talk: Talk, path: Path, clock: Clock) -> None:
    await edit(path, WRONG)
    assert "<b>scale6" not in await told(talk, 1)
    rules = talk.shop.programme
    assert rules.survey("csat") is not None
    await edit(path, GOOD)
    await asyncio.sleep(0.5)
    clock.advance(minutes=5)
    await edit(path, WRONG)
    await told(talk, 2)


@pytest.mark.postgres
async def test_a_move_that_another_replica_has_heard_of_is_followed(
    empty_postgres_url: str, path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(background, "FOLLOW_EVERY", 0.05)
    storages = [Storage.open(empty_postgres_url, pooled=False) for _ in range(2)]
    mine, other = (make_shop(storage, clock) for storage in storages)
    programme = ProgrammeFile(path)
    async with (
        talking(mine) as talk,
        Background(mine, Drainer(mine, TelegramDelivery(talk.bot, mine)), programme, clock),
    ):
        await move_chat(other, MANAGERS, -1009)

        async def followed() -> bool:
            return mine.manager_chat_id() == -1009

        await within_seconds(followed)
    for storage in storages:
        await storage.close()


async def test_very_many_mistakes_are_told_as_far_as_they_fit(talk: Talk, path: Path) -> None:
    many = "".join(f'mistake-{number} = "<&>"\n' for number in range(300))
    await edit(path, GOOD.replace("[[touchpoints]]\n", f"[[touchpoints]]\n{many}", 1))
    said = await told(talk, 1)
    assert "mistake-0" in said
    assert said.rstrip().endswith("…")
