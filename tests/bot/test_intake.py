"""What comes in: kept first, in order within a chat, side by side across chats, and lost by nobody's death."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from bot.arrivals import chat_of
from bot.intake import Intake
from bot.staff import StaffRoll
from loyalty.ids import TelegramId
from storage.inbox import Inbox, Waiting
from storage.schema import inbox
from tests.talk import ANNA, TOM, Talk

pytestmark = pytest.mark.usefixtures("anna", "tom")


async def _nobody(_person: TelegramId, _works: bool) -> None:
    """Nobody's menu changes."""


def new_life(talk: Talk) -> Intake:
    """The intake of a process that has just started."""
    roll = StaffRoll(talk.bot, talk.shop.manager_chat_id, talk.shop.owner_ids, _nobody)
    return Intake(talk.shop, roll, talk.bot)


async def kept(talk: Talk) -> dict[int, tuple[str, bool]]:
    """By update: its state, and whether what it said is still there."""
    async with talk.shop.storage.reading() as tx:
        rows = (await tx.connection.execute(sa.select(inbox))).all()
    return {row.update_id: (row.state, row.payload is not None) for row in rows}


def told(number: int, person: int, text: str, first_name: str = "Анна") -> dict[str, Any]:
    """A message as Telegram brings it."""
    who = {"id": person, "is_bot": False, "first_name": first_name}
    chat = {"id": person, "type": "private"}
    message = {"message_id": number, "date": 1772528400, "chat": chat, "from": who, "text": text}
    return {"update_id": number, "message": message}


async def sent_to(talk: Talk) -> list[tuple[int, str]]:
    """(chat, first words) of the messages that the bot has sent, in the order in which they ended."""
    calls = (await talk.look("calls", method="sendMessage"))["calls"]
    return [(int(call["params"]["chat_id"]), call["params"]["text"]) for call in calls if call["ok"]]


async def test_a_chat_is_served_in_order_and_the_others_do_not_wait_for_it(talk: Talk) -> None:
    before = len(await sent_to(talk))
    await talk.control("faults", method="sendMessage", kind="delay", seconds=0.5, chat=ANNA, count=1)
    await talk.intake.receive([told(9001, ANNA, "/help"), told(9002, ANNA, "/coupons"), told(9003, TOM, "/help")])
    await talk.intake.idle()
    said = (await sent_to(talk))[before:]
    texts = [line for line in await talk.transcript(ANNA) if "bot:" in line]
    assert "Я бот" in texts[-2]
    assert "купонов нет" in texts[-1]
    assert next(i for i, (chat, _) in enumerate(said) if chat == TOM) < max(
        i for i, (chat, _) in enumerate(said) if chat == ANNA
    )


async def test_what_was_handled_is_remembered_without_its_words(talk: Talk) -> None:
    await talk.say(ANNA, "/help")
    assert set((await kept(talk)).values()) == {("done", False)}


async def test_an_update_that_comes_again_is_handled_once(talk: Talk) -> None:
    update = told(9001, ANNA, "/help")
    await talk.intake.receive([update])
    await talk.intake.receive([update])
    await talk.intake.idle()
    assert sum("Я бот" in text for _, text in await sent_to(talk)) == 1


async def test_what_cannot_be_handled_is_put_aside_with_an_apology_and_blocks_nobody(talk: Talk) -> None:
    await talk.control(
        "faults", method="sendMessage", kind="status", code=400, description="Bad Request: x", chat=ANNA, count=3
    )
    await talk.intake.receive([told(9001, ANNA, "/help"), told(9002, ANNA, "/coupons")])
    await talk.intake.idle()
    said = [text for chat, text in await sent_to(talk) if chat == ANNA]
    assert "Что-то пошло не так" in said[-2]
    assert "купонов нет" in said[-1]
    states = await kept(talk)
    assert (states[9001], states[9002]) == (("parked", True), ("done", False))


async def test_what_fails_once_is_tried_again_and_nobody_notices(talk: Talk) -> None:
    await talk.control(
        "faults", method="sendMessage", kind="status", code=400, description="Bad Request: x", chat=ANNA, count=1
    )
    await talk.intake.receive([told(9001, ANNA, "/help")])
    await talk.intake.idle()
    assert "Я бот" in await talk.text(ANNA)
    assert (await kept(talk))[9001] == ("done", False)


async def test_what_was_kept_before_a_crash_is_taken_up_at_the_next_start(talk: Talk) -> None:
    await talk.intake.close(within=0)  # kept, and then nobody is there to handle it
    await talk.intake.receive([told(9001, ANNA, "/help"), told(9002, ANNA, "/coupons")])
    await talk.intake.idle()
    assert (await kept(talk))[9001] == ("new", True)
    after = new_life(talk)
    assert await after.take_up() == 2
    await after.idle()
    said = [text for chat, text in await sent_to(talk) if chat == ANNA]
    assert ("Я бот" in said[-2], "купонов нет" in said[-1]) == (True, True)
    assert await new_life(talk).take_up() == 0


async def test_a_stop_waits_for_what_has_begun_and_leaves_the_rest_for_the_next_start(talk: Talk) -> None:
    await talk.control("faults", method="sendMessage", kind="delay", seconds=0.4, chat=ANNA, count=1)
    await talk.intake.receive([told(9001, ANNA, "/help"), told(9002, ANNA, "/coupons")])
    async with talk.shop.storage.reading():
        pass  # lets the first one begin
    await talk.intake.close(within=5)
    states = await kept(talk)
    assert states[9002] == ("new", True)
    after = new_life(talk)
    assert await after.take_up() == sum(state == "new" for state, _ in states.values())
    await after.idle()
    assert {state for state, _ in (await kept(talk)).values()} == {"done"}


async def test_a_database_that_is_away_for_a_moment_costs_no_chat_its_service(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of the first update cannot be written down at once; the second is served, and in the end both are."""
    transaction, failures = type(talk.shop.storage).transaction, [OSError("the connection is closed")]

    def away_once(storage: object, **options: bool) -> object:
        if failures:
            raise failures.pop()
        return transaction(storage, **options)  # type: ignore[arg-type]

    await talk.control("faults", method="sendMessage", kind="delay", seconds=0.3, chat=ANNA, count=1)
    await talk.intake.receive([told(9001, ANNA, "/help"), told(9002, ANNA, "/coupons")])
    monkeypatch.setattr(type(talk.shop.storage), "transaction", away_once)
    await talk.intake.idle()
    states = await kept(talk)
    assert not failures
    assert (states[9001], states[9002]) == (("done", False), ("done", False))


@pytest.mark.parametrize("chat", [ANNA, -1001])
def test_the_chat_decides_the_order(chat: int) -> None:
    where = {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "x", "first_name": "x"}
    who = {"id": ANNA, "is_bot": False, "first_name": "Анна"}
    message = {"message_id": 1, "date": 1772528400, "chat": where, "from": who, "text": "x"}
    press = {"id": "1", "from": who, "chat_instance": "1", "data": "x", "message": message}
    for kind, event in (("message", message), ("callback_query", press)):
        assert chat_of({"update_id": 1, kind: event}) == chat


async def test_a_person_who_floods_is_alone_with_it(talk: Talk) -> None:
    """Three hundred messages of hers wait; his one is answered before most of them."""
    flood = [told(9000 + number, ANNA, "/coupons") for number in range(300)]
    await talk.intake.receive([*flood, told(9900, TOM, "/help")])
    await talk.intake.idle()
    chats = [chat for chat, _ in await sent_to(talk)]
    assert chats.index(TOM, 2) < 40  # two greetings came before
    assert chats.count(ANNA) == 301
    assert {state for state, _ in (await kept(talk)).values()} == {"done"}


async def _slowly(_waiting: Waiting, *, late: Sequence[str] = ()) -> bool:
    """Handled, after others had their turn."""
    await asyncio.sleep(0.001)
    return True


async def test_what_there_is_no_room_for_waits_in_the_database(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.MOST_CHATS", 4)
    monkeypatch.setattr(talk.intake._attempts, "handle", _slowly)
    strangers = [told(9000 + number, 5000 + number % 20, f"/help {number}") for number in range(60)]
    most, serve = 0, talk.intake._serve

    def count(id: int) -> object:
        nonlocal most
        chat = serve(id)
        most = max(most, len(talk.intake._chats))
        return chat

    monkeypatch.setattr(talk.intake, "_serve", count)
    for batch in range(0, 60, 10):
        await talk.intake.receive(strangers[batch : batch + 10])
    await talk.intake.idle()
    assert most <= 4
    assert {state for state, _ in (await kept(talk)).values()} == {"done"}


async def test_the_order_holds_where_there_is_no_room(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.MOST_CHATS", 2)
    monkeypatch.setattr("bot.intake.OF_A_CHAT", 3)
    handled: list[tuple[int, int]] = []

    async def overhear(waiting: Waiting, *, late: Sequence[str] = ()) -> bool:
        handled.append((waiting.chat_id, waiting.update_id))
        return await _slowly(waiting, late=late)

    monkeypatch.setattr(talk.intake._attempts, "handle", overhear)
    everybody = [told(9000 + number, 5000 + number % 5, "/help") for number in range(50)]
    for batch in range(0, 50, 7):
        await talk.intake.receive(everybody[batch : batch + 7])
        await asyncio.sleep(0)
    await talk.intake.idle()
    assert sorted(id for _, id in handled) == [9000 + number for number in range(50)]
    for chat in range(5000, 5005):
        assert [id for who, id in handled if who == chat] == sorted(id for who, id in handled if who == chat)


async def test_what_was_put_aside_is_handled_when_it_is_put_back(talk: Talk) -> None:
    await talk.control(
        "faults", method="sendMessage", kind="status", code=400, description="Bad Request: x", chat=ANNA, count=4
    )
    await talk.intake.receive([told(9001, ANNA, "/help")])
    await talk.intake.idle()
    async with talk.shop.storage.transaction() as tx:
        (parked,) = await tx.inbox.parked()
        assert await tx.inbox.replay([9001]) == 1
    assert re.fullmatch(r"TelegramBadRequest in handlers/[\w/]+\.py:\d+ \([0-9a-f]{8}\)", parked.digest)
    assert await talk.intake.take_up() == 1
    await talk.intake.idle()
    assert "Я бот" in await talk.text(ANNA)


async def test_what_is_no_update_is_put_aside_and_blocks_nobody(talk: Talk) -> None:
    await talk.intake.receive([{"update_id": 9001, "message": {"text": 5}}, told(9002, ANNA, "/help")])
    await talk.intake.idle()
    assert (await kept(talk))[9001] == ("parked", True)
    assert "Я бот" in await talk.text(ANNA)


async def test_what_is_handled_and_not_yet_written_down_is_not_asked_for_again_and_again(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for without a pause, it would hold up the whole process, and with it whoever writes it down."""
    monkeypatch.setattr("bot.intake.OF_A_CHAT", 3)
    asked, handled = 0, []
    of_chat = Inbox.of_chat

    async def counted(inbox: Inbox, chat: int, *, limit: int) -> list[Waiting]:
        nonlocal asked
        asked += 1
        assert asked < 20
        return await of_chat(inbox, chat, limit=limit)

    async def overhear(waiting: Waiting, *, late: Sequence[str] = ()) -> bool:
        handled.append(waiting.update_id)
        return True

    monkeypatch.setattr(Inbox, "of_chat", counted)
    monkeypatch.setattr(talk.intake._attempts, "handle", overhear)
    await talk.intake.receive([told(9000 + number, ANNA, "/help") for number in range(8)])
    async with talk.shop.storage.transaction(), asyncio.timeout(10):  # meanwhile nobody else writes
        while len(handled) < 8:
            await asyncio.sleep(0)
    await talk.intake.idle()
    assert handled == [9000 + number for number in range(8)]
    assert {(await kept(talk))[id] for id in handled} == {("done", False)}


async def test_what_arrives_during_a_look_is_served_after_it_without_another(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where updates come without a pause there is always one during a look: looking would never end."""
    life, looks, waiting = new_life(talk), list[int](), Inbox.waiting
    await talk.intake.receive([told(9000, ANNA, "/help")])
    await talk.intake.idle()

    async def and_meanwhile(self: Inbox, **asked: Any) -> list[Waiting]:
        found = await waiting(self, **asked)
        looks.append(len(found))
        if len(looks) == 1:
            await life.receive([told(9001, ANNA, "/help"), told(9002, TOM, "/help"), told(9003, TOM, "/coupons")])
        return found

    monkeypatch.setattr(Inbox, "waiting", and_meanwhile)
    await life.take_up()
    await life.idle()
    assert looks == [0]
    assert {state for state, _ in (await kept(talk)).values()} == {"done"}
    assert "купонов нет" in await talk.text(TOM)
    await life.close(within=1)
