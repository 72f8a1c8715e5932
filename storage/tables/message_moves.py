"""Which states a message goes through, and that the database lets it take no other way.

planned → due → sending → sent | unreachable | failed | unknown, and withheld from every state before `sending`.
Back to `planned` goes what was given back (the drainer stopped or died) or is tried again (a rest, a fault).
"""

from typing import Any

import sqlalchemy as sa

from storage.tables.conversations import messages

MOVES = {
    "planned": ("due", "withheld", "unreachable", "failed"),
    "due": ("planned", "sending", "withheld", "unreachable", "failed"),
    "sending": ("planned", "sent", "unreachable", "failed", "unknown"),
}


def _forbidden() -> str:
    allowed = " OR ".join(
        f"(OLD.state = '{old}' AND NEW.state IN ({', '.join(repr(new) for new in news)}))"
        for old, news in MOVES.items()
    )
    return f"OLD.state <> NEW.state AND NOT ({allowed})"


_SQLITE = f"""
CREATE TRIGGER messages_moves BEFORE UPDATE OF state ON messages FOR EACH ROW WHEN {_forbidden()}
BEGIN SELECT RAISE(ABORT, 'a message cannot move so'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION messages_moves() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
RAISE EXCEPTION 'a message cannot move from %% to %%', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$
"""
_POSTGRESQL = f"""
CREATE TRIGGER messages_moves BEFORE UPDATE OF state ON messages FOR EACH ROW WHEN ({_forbidden()})
EXECUTE FUNCTION messages_moves()
"""

for dialect, statements in {"sqlite": (_SQLITE,), "postgresql": (_FUNCTION, _POSTGRESQL)}.items():
    for statement in statements:
        ddl: Any = sa.DDL  # SQLAlchemy has left it untyped
        sa.event.listen(messages, "after_create", ddl(statement).execute_if(dialect=dialect))
