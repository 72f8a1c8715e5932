"""Run by Alembic: over the connection that storage/migrate.py hands in, or over `-x url=…` (see alembic.ini)."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.columns import BigId, Moment
from storage.schema import metadata


def render(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration says what a column is to the database, not what the code of one day calls it."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.BigInteger()"
    if kind == "type" and thing is BigId:
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    if kind == "server_default" and isinstance(thing.arg, sa.False_):
        return "sa.false()"  # 0 is no boolean to PostgreSQL
    return False


def migrate_over(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=render,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: sa.Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate_over(given)
else:
    url = context.get_x_argument(as_dictionary=True).get("url", "sqlite://")
    with sa.create_engine(url).begin() as own:
        migrate_over(own)
