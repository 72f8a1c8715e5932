"""Both addresses of a move lead to the same file."""

from pathlib import Path

import pytest

from storage.database import Storage
from storage.fit_to_move import NotMoved
from storage.migrate import migrate
from storage.moving import move


async def test_a_database_is_not_moved_into_itself_by_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "other.db").symlink_to(tmp_path / "shop.db")
    shop, same = (Storage.open(f"sqlite+aiosqlite:///{tmp_path}/{name}.db", pooled=False) for name in ("shop", "other"))
    await migrate(shop)
    for target in (shop, same):
        with pytest.raises(NotMoved, match="one and the same"):
            await move(shop, target, lambda _done, _total: None)
    await shop.close()
    await same.close()
