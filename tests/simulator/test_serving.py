"""The page and its assets."""

import re

from tests.simulator.playing import Play


async def test_the_page_and_everything_it_names(play: Play) -> None:
    async with play.session.get(play.base + "/") as response:
        assert (response.status, response.content_type) == (200, "text/html")
        page = await response.text()
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert named
    for path in named:
        async with play.session.get(play.base + path) as response:
            assert response.status == 200, path
            assert response.content_type in ("text/css", "text/javascript", "application/javascript", "image/svg+xml")


async def test_nothing_outside_of_the_page_is_served(play: Play) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/app.py"):
        async with play.session.get(play.base + path) as response:
            assert response.status in (403, 404), path
