"""The token is taken away while the bot runs."""

import asyncio
from pathlib import Path

import pytest

from tests.end_to_end.town import PATIENCE, TOKEN, town

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


async def test_a_revoked_token_ends_the_bot_with_one_line(tmp_path: Path) -> None:
    async with town(tmp_path, LOG_LEVEL="WARNING") as place:
        before = (tmp_path / "bot.log").read_text()
        await place.control(
            "faults", method="getUpdates", kind="status", code=401, description="Unauthorized", count=100
        )
        await place.say(1001, "/start")  # what Telegram waits for ends the poll that is open
        assert place.bot is not None
        async with asyncio.timeout(PATIENCE + 30):
            status = await place.bot.wait()
        said = (tmp_path / "bot.log").read_text().removeprefix(before)
        assert status == 2, said
        assert "Traceback" not in said
        assert TOKEN not in said
        assert said.splitlines()[-1] == "BOT_TOKEN is refused by Telegram: copy it again from @BotFather"
