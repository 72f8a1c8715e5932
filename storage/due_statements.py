"""The statements that plan a programme's touchpoints: who is due, and what becomes of it in the outbox."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from loyalty.programme import Programme
from loyalty.touchpoint import Category, Touchpoint, Trigger
from storage import due_days, due_events
from storage.due_events import NOW
from storage.outbox import MARKETING, SERVICE
from storage.schema import customers, messages
from storage.seconds import as_seconds, seconds
from storage.segments import belongs

_KEY = ("touchpoint", "customer_id", "occurrence")

OF_A_DAY = {Trigger.BIRTHDAY, Trigger.HOLIDAY, Trigger.ANNIVERSARY}

# These wait for no moment that could pass: they go as soon as the cap lets them through.
_PATIENT = {Trigger.SILENCE, Trigger.ENROLMENT}


class Statements:
    """The statements of a programme, put together once: that takes longer than running them."""

    _latest: ClassVar["dict[bool, Statements]"] = {}

    def __init__(self, programme: Programme, dialect: str, *, thorough: bool = False) -> None:
        """thorough: for looks through everybody (`Window.thorough`)."""
        self._thorough = thorough
        self.programme = programme
        self.dialect = dialect
        rules = programme.touchpoints
        rows = {rule.id: [self._rows(rule, due) for due in self._due(rule)] for rule in rules}
        self.inserts = {id: [self._insert(select) for select in selects] for id, selects in rows.items()}
        self.days = {rule.id: _those_with_rows([(rule.id, rows[rule.id][0])]) for rule in rules if rule.on in OF_A_DAY}
        events = [(rule.id, select) for rule in rules if rule.on not in OF_A_DAY for select in rows[rule.id]]
        self.due = _those_with_rows(events)

    @classmethod
    def of(cls, programme: Programme, dialect: str, *, thorough: bool) -> "Statements":
        """Those of the programme in force; new ones when it has been changed."""
        latest = cls._latest.get(thorough)
        if latest is None or latest.programme is not programme or latest.dialect != dialect:
            latest = cls._latest[thorough] = cls(programme, dialect, thorough=thorough)
        return latest

    def _due(self, rule: Touchpoint) -> Iterator[sa.Select[Any]]:
        survey = self.programme.survey(rule.survey or "")
        match rule.on:
            case Trigger.PURCHASE:
                yield due_events.after_purchase(rule)
            case Trigger.REFUSAL:
                yield due_events.after_refusal(rule)
            case Trigger.SILENCE:
                yield (
                    due_events.still_silent(rule) if rule.follows else due_events.silent(rule, thorough=self._thorough)
                )
            case Trigger.ENROLMENT:
                yield due_events.enrolled(rule)
                if survey is not None and rule.repeat is not None:
                    yield due_events.enrolled_before(rule, survey, rule.repeat)
            case Trigger.UNFINISHED:
                left = survey or self.programme.enrolment
                yield due_events.unfinished(rule, left, enrolment=left.id == self.programme.enrolment.id)
            case _:
                yield self._due_on_days(rule)

    def _due_on_days(self, rule: Touchpoint) -> sa.Select[Any]:
        zone, welcome = self.programme.shop.timezone, self._welcome_for(rule)
        if rule.on is Trigger.BIRTHDAY:
            return due_days.birthdays(self.dialect, zone, welcome)
        if rule.on is Trigger.HOLIDAY:
            return due_days.holidays(self.dialect, rule.id, zone, welcome)
        return due_days.anniversaries(self.dialect, zone)

    def _rows(self, rule: Touchpoint, select: sa.Select[Any]) -> sa.Select[Any]:
        """What would be put into the outbox."""
        due = select.subquery("due")
        columns: dict[str, Any] = {name: due.c[name] for name in ("customer_id", "occurrence", "due_at", "anchor_at")}
        fixed = {"touchpoint": rule.id, "category": rule.category.value, "state": "planned"}
        columns |= {name: sa.literal(value, sa.Text) for name, value in fixed.items()}
        columns["priority"] = sa.literal(SERVICE if rule.category is Category.SERVICE else MARKETING, sa.SmallInteger)
        columns["planned_at"] = NOW
        columns["expires_at"] = due.c.due_at + as_seconds(self._welcome_for(rule))
        segment = belongs(self.programme.segment(rule.segment or ""), self.programme, now=NOW)
        return (
            sa.select(*(column.label(name) for name, column in columns.items()))
            .join(customers, customers.c.id == due.c.customer_id)
            .where(customers.c.erased_at.is_(None), ~_planned(rule, due), _allowed(rule), segment)
        )

    def _insert(self, rows: sa.Select[Any]) -> sa.Insert:
        rows = rows.order_by("due_at", "customer_id")
        names = [column.name for column in rows.selected_columns]
        if self.dialect == "sqlite":
            statement = sqlite.insert(messages).from_select(names, rows)
            return statement.on_conflict_do_nothing(index_elements=_KEY)
        return (
            postgresql.insert(messages)
            .from_select(names, _all_at_once(rows))
            .on_conflict_do_nothing(index_elements=_KEY)
        )

    def _welcome_for(self, rule: Touchpoint) -> timedelta:
        rules = self.programme.delivery
        if rule.welcome_for is not None:
            return rule.welcome_for
        if rule.on in _PATIENT:
            return max(rules.welcome_for, rules.at_most.period + timedelta(days=1))
        return rules.welcome_for


def _all_at_once(rows: sa.Select[Any]) -> sa.Select[Any]:
    """The same rows, counted, so that all are found before the first is put in.

    Left to itself, PostgreSQL puts them in one by one and searches among all of them for each next: 10,000 took 9 s,
    and twice as many four times as long. SQLite does it by itself.
    """
    found = rows.cte("found", nesting=True).prefix_with("MATERIALIZED")
    return sa.select(found).where(sa.select(sa.func.count()).select_from(found).scalar_subquery() >= 0)


def _those_with_rows(selects: Sequence[tuple[str, sa.Select[Any]]]) -> sa.Executable:
    """The names of those that find anything, in one statement."""
    found = [sa.select(sa.literal(name, sa.Text)).where(select.exists()) for name, select in selects]
    return sa.union_all(*found) if found else sa.select(sa.literal("")).where(sa.false())


def _allowed(rule: Touchpoint) -> sa.ColumnElement[bool]:
    """`at_most`: counted is what reached people or is on its way to them, and, so that both groups stay comparable,
    what the control group would have got. What was withheld for any other reason was no touch.
    """
    limit, counted = rule.at_most, messages.alias("counted")
    if limit is None:
        return sa.true()
    lines = (
        counted.c.touchpoint == rule.id,
        counted.c.customer_id == customers.c.id,
        seconds(counted.c.planned_at) + 0
        > NOW - as_seconds(limit.period),  # + 0: not by that index, but by the person's
        counted.c.state.in_(("planned", "due", "sending", "sent", "unknown")) | (counted.c.reason == "control"),
    )
    if limit.count == 1:
        return ~sa.exists().where(*lines)
    return sa.select(sa.func.count()).where(*lines).scalar_subquery() < limit.count


def _planned(rule: Touchpoint, due: sa.Subquery) -> sa.ColumnElement[bool]:
    """Asked before the conflict is met: a skipped row is cheaper than a refused one."""
    same = messages.alias("same")
    return sa.exists().where(
        same.c.touchpoint == rule.id,
        same.c.customer_id == due.c.customer_id,
        same.c.occurrence == due.c.occurrence,
    )
