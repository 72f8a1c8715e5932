"""Groups: what the bot hears there, who comes and goes, and a group that becomes a supergroup."""

import pytest

from tests.simulator.playing import ANNA, BOT, GROUP, MANAGERS, MARIA, OLGA, TOM, Play, playing

SMALL = -500


@pytest.mark.parametrize(
    "text,heard",
    [
        ("просто так", False),
        ("@kasanie_demo_bot привет", False),
        ("/cases", True),
        ("/cases@kasanie_demo_bot", True),
        ("/cases@other_bot", False),
    ],
)
async def test_privacy_mode(groups: Play, text: str, heard: bool) -> None:
    said = await groups.say(OLGA, text, chat=SMALL)
    assert (said["update_id"] is not None) is heard


async def test_a_reply_to_the_bot_is_heard(groups: Play) -> None:
    sent = await groups.ok("sendMessage", chat_id=SMALL, text="Как дела?")
    said = await groups.say(OLGA, "хорошо", chat=SMALL, reply_to=sent["message_id"])
    assert said["update_id"] is not None
    (update,) = await groups.drain()
    assert update["message"]["reply_to_message"]["from"]["id"] == BOT


async def test_an_administrator_hears_everything(play: Play) -> None:
    assert (await play.say(OLGA, "просто так", chat=MANAGERS))["update_id"] is not None


async def test_only_members_speak(play: Play) -> None:
    await play.post("messages", 403, **{"from": ANNA, "chat": MANAGERS, "text": "x"})


async def test_members_and_administrators(play: Play) -> None:
    async def status(user: int) -> str:
        found: str = (await play.ok("getChatMember", chat_id=MANAGERS, user_id=user))["status"]
        return found

    assert [await status(user) for user in (OLGA, MARIA, ANNA, BOT)] == ["creator", "member", "left", "administrator"]
    assert await play.ok("getChatMemberCount", chat_id=MANAGERS) == 4
    admins = await play.ok("getChatAdministrators", chat_id=MANAGERS)
    assert [admin["user"]["id"] for admin in admins] == [OLGA, BOT]
    said = await play.refused("getChatMember", chat_id=MANAGERS, user_id=4242)
    assert said == "Bad Request: PARTICIPANT_ID_INVALID"


async def test_coming_and_going(play: Play) -> None:
    await play.updates(allowed_updates=["message", "chat_member"])
    await play.post("join", person=ANNA, chat=MANAGERS)
    told = {kind: body for update in await play.drain() for kind, body in update.items() if kind != "update_id"}
    assert told["message"]["new_chat_members"][0]["id"] == ANNA
    change = told["chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    await play.post("join", 400, person=ANNA, chat=MANAGERS)
    await play.post("leave", person=ANNA, chat=MANAGERS)
    told = {kind: body for update in await play.drain() for kind, body in update.items() if kind != "update_id"}
    assert told["message"]["left_chat_member"]["id"] == ANNA
    assert told["chat_member"]["new_chat_member"]["status"] == "left"
    assert (await play.ok("getChatMember", chat_id=MANAGERS, user_id=ANNA))["status"] == "left"


async def test_somebody_is_banned(play: Play) -> None:
    await play.post("block", person=MARIA, chat=MANAGERS)
    assert (await play.ok("getChatMember", chat_id=MANAGERS, user_id=MARIA))["status"] == "kicked"
    await play.post("unblock", person=MARIA, chat=MANAGERS)
    assert (await play.ok("getChatMember", chat_id=MANAGERS, user_id=MARIA))["status"] == "left"


async def test_the_bot_is_thrown_out_and_comes_back(play: Play) -> None:
    await play.post("leave", person=BOT, chat=MANAGERS)
    told = await play.drain()
    change = told[-1]["my_chat_member"]
    assert (change["from"]["id"], change["new_chat_member"]["status"]) == (OLGA, "kicked")
    said = await play.refused("sendMessage", chat_id=MANAGERS, text="x")
    assert said == "Forbidden: bot was kicked from the supergroup chat"
    assert (await play.say(OLGA, "/cases", chat=MANAGERS))["update_id"] is None
    await play.post("join", person=BOT, chat=MANAGERS, status="administrator")
    assert (await play.drain())[0]["my_chat_member"]["new_chat_member"]["can_delete_messages"] is True
    assert await play.ok("sendMessage", chat_id=MANAGERS, text="x")


async def test_the_bot_leaves(play: Play) -> None:
    assert await play.ok("leaveChat", chat_id=MANAGERS) is True
    said = await play.refused("sendMessage", chat_id=MANAGERS, text="x")
    assert said == "Forbidden: bot is not a member of the supergroup chat"


async def test_a_block_is_told_to_the_bot(anna: Play) -> None:
    await anna.post("block", person=ANNA)
    await anna.post("unblock", person=ANNA)
    changes = [update["my_chat_member"] for update in await anna.drain()]
    statuses = [(one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in changes]
    assert statuses == [("member", "kicked"), ("kicked", "member")]
    assert changes[0]["chat"]["id"] == changes[0]["from"]["id"] == ANNA
    assert changes[0]["new_chat_member"]["user"]["id"] == BOT
    await anna.post("unblock", 400, person=ANNA)


async def test_who_has_blocked_the_bot_must_unblock_it_to_speak(anna: Play) -> None:
    await anna.post("block", person=ANNA)
    await anna.post("messages", 400, **{"from": ANNA, "text": "x"})
    await anna.post("start", **{"from": ANNA, "payload": ""})
    assert await anna.ok("sendMessage", chat_id=ANNA, text="x")


async def test_a_group_becomes_a_supergroup() -> None:
    async with playing({"chats": [GROUP]}) as play:
        new = (await play.post("upgrade", chat=SMALL))["chat"]
        came, *said = await play.drain()
        change = came["my_chat_member"]
        assert (change["chat"]["id"], change["old_chat_member"]["status"]) == (new, "left")
        told = [update["message"] for update in said]
        assert [
            (one["chat"]["id"], one.get("migrate_to_chat_id"), one.get("migrate_from_chat_id")) for one in told
        ] == [
            (SMALL, new, None),
            (new, None, SMALL),
        ]
        status, answer = await play.call("sendMessage", chat_id=SMALL, text="x")
        assert (status, answer["description"], answer["parameters"]) == (
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": new},
        )
        sent = await play.ok("sendMessage", chat_id=new, text="x")
        assert sent["chat"] == {"id": new, "title": "Группа", "type": "supergroup"}
        assert (await play.say(ANNA, "/x", chat=new))["update_id"] is not None
        await play.post("upgrade", 400, chat=SMALL)


async def test_an_invite_link(play: Play) -> None:
    first = await play.ok("exportChatInviteLink", chat_id=MANAGERS)
    second = await play.ok("exportChatInviteLink", chat_id=MANAGERS)
    assert first.startswith("https://t.me/+")
    assert first != second
    assert (await play.ok("getChat", chat_id=MANAGERS))["invite_link"] == second


async def test_an_invite_link_needs_rights(groups: Play) -> None:
    said = await groups.refused("exportChatInviteLink", chat_id=SMALL)
    assert said == "Bad Request: not enough rights to export chat invite link"


async def test_a_private_chat_has_no_administrators(anna: Play) -> None:
    said = await anna.refused("getChatAdministrators", chat_id=ANNA)
    assert said == "Bad Request: there are no administrators in the private chat"
    assert (await anna.ok("getChatMember", chat_id=ANNA, user_id=ANNA))["status"] == "member"
    assert await anna.refused("getChatMember", chat_id=ANNA, user_id=4242) == "Bad Request: member not found"
    assert TOM not in [person["id"] for person in (await anna.get("state"))["people"] if person["started"]]


async def test_a_channel() -> None:
    channel = {"id": -100888, "type": "channel", "title": "Новости", "members": [OLGA], "bot_status": "member"}
    async with playing({"chats": [channel]}) as play:
        said = await play.refused("sendMessage", chat_id=-100888, text="x")
        assert said == "Bad Request: need administrator rights in the channel chat"
        await play.post("join", person=BOT, chat=-100888, status="administrator")
        await play.drain()
        assert await play.ok("sendMessage", chat_id=-100888, text="x")
        await play.say(OLGA, "новость", chat=-100888)
        (update,) = await play.drain()
        assert update["channel_post"]["text"] == "новость"


async def test_comings_and_goings_that_make_no_sense(play: Play) -> None:
    await play.post("join", 400, person=ANNA)
    await play.post("leave", 400, person=ANNA)
    await play.post("leave", 400, person=ANNA, chat=MANAGERS)
    await play.post("join", 400, person=OLGA, chat=MANAGERS)
    await play.post("join", 404, person=4242, chat=MANAGERS)
    await play.post("join", 400, person=BOT, chat=MANAGERS, status="king")
    await play.post("upgrade", 400, chat=MANAGERS)
    assert (await play.get("state"))["chats"][0]["members"] == [2001, 2002, OLGA]


async def test_an_old_group_is_closed_for_people_too() -> None:
    async with playing({"chats": [GROUP]}) as play:
        await play.post("upgrade", chat=SMALL)
        await play.post("messages", 400, **{"from": ANNA, "chat": SMALL, "text": "x"})
        await play.post("join", 400, person=TOM, chat=SMALL)


async def test_the_bot_is_made_administrator(groups: Play) -> None:
    await groups.post("join", person=BOT, chat=SMALL, status="administrator")
    (update,) = await groups.drain()
    change = update["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "administrator")
    assert (await groups.say(OLGA, "просто так", chat=SMALL))["update_id"] is not None


async def test_the_bot_cannot_leave_a_private_chat(anna: Play) -> None:
    assert (
        await anna.refused("leaveChat", chat_id=ANNA)
        == "Bad Request: chat member status can't be changed in private chats"
    )
    said = await anna.refused("exportChatInviteLink", chat_id=ANNA)
    assert said == "Bad Request: can't export chat invite link in private chats"
    assert await anna.refused("getChatMember", chat_id=MANAGERS) == "Bad Request: invalid user_id specified"
