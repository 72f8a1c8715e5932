"""The library that the bot is written with, against the simulator: what is sent is understood on both sides."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ChatMemberStatus, ParseMode
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendDice, TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    ChatMemberAdministrator,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    MenuButtonCommands,
    Message,
    MessageOriginUser,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from tests.simulator.pictures import picture, size_of
from tests.simulator.playing import ANNA, FORUM, GROUP, MANAGERS, OLGA, TOKEN, TOM, Play, playing

BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Да", callback_data="yes", style="success")],
        [InlineKeyboardButton(text="Код", copy_text=CopyTextButton(text="КОД"))],
        [InlineKeyboardButton(text="Другу", url="https://t.me/share/url?url=x")],
    ]
)


def bot_at(base: str, token: str = TOKEN) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(base))
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))


@pytest.fixture
async def bot(anna: Play) -> AsyncIterator[Bot]:
    one = bot_at(anna.base)
    yield one
    await one.session.close()


async def test_who_am_i(bot: Bot) -> None:
    me = await bot.me()
    assert (me.id, me.username, me.is_bot) == (bot.id, "kasanie_demo_bot", True)


async def test_text_with_everything(anna: Play, bot: Bot) -> None:
    first = await bot.send_message(ANNA, "Здравствуйте")
    sent = await bot.send_message(
        ANNA,
        "<b>Анна</b>, ваша карта: <code>2900</code> 😀 <a href='https://t.me/x'>сюда</a>",
        reply_markup=BUTTONS,
        reply_parameters=ReplyParameters(message_id=first.message_id),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        protect_content=True,
    )
    assert sent.html_text.startswith("<b>Анна</b>, ваша карта: <code>2900</code> 😀 ")
    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == BUTTONS.model_dump()
    assert sent.reply_to_message is not None
    assert sent.has_protected_content is True
    edited = await bot.edit_message_text("<i>Готово</i>", chat_id=ANNA, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("Готово", None)
    assert await bot.edit_message_reply_markup(chat_id=ANNA, message_id=sent.message_id, reply_markup=BUTTONS)
    assert await bot.delete_message(ANNA, sent.message_id)


async def test_uploads_and_downloads(bot: Bot) -> None:
    photo = await bot.send_photo(ANNA, BufferedInputFile(picture(500, 400), "карта.png"), caption="<b>Карта</b>")
    assert photo.photo is not None
    assert photo.html_text == "<b>Карта</b>"
    target = io.BytesIO()
    await bot.download(photo.photo[-1], target)
    assert size_of(target.getvalue()) == (500, 400)
    again = await bot.send_photo(ANNA, photo.photo[0].file_id)
    assert again.photo == photo.photo
    document = await bot.send_document(ANNA, BufferedInputFile("имя;сумма\n".encode(), "отчёт.csv"))
    assert document.document is not None
    assert document.document.file_name == "отчёт.csv"
    content = await bot.download(document.document)
    assert content is not None
    assert content.read().decode() == "имя;сумма\n"
    edited = await bot.edit_message_media(
        InputMediaDocument(media=BufferedInputFile(b"2", "b.txt"), caption="два"),
        chat_id=ANNA,
        message_id=document.message_id,
    )
    assert isinstance(edited, Message)
    assert edited.document is not None
    assert (edited.document.file_name, edited.caption) == ("b.txt", "два")
    album = await bot.send_media_group(
        ANNA, [InputMediaPhoto(media=BufferedInputFile(picture(90, 90), f"{n}.png")) for n in range(2)]
    )
    assert len({message.media_group_id for message in album}) == 1


async def test_every_other_message(bot: Bot) -> None:
    contact = await bot.send_contact(ANNA, "+79160000000", "Салон")
    assert contact.contact is not None
    place = await bot.send_location(ANNA, 55.75, 37.61)
    assert place.location is not None
    poll = await bot.send_poll(ANNA, "Как?", ["Да", "Нет"])
    assert poll.poll is not None
    sticker = await bot.send_sticker(ANNA, BufferedInputFile(picture(64, 64, "WEBP"), "a.webp"))
    assert sticker.sticker is not None
    assert await bot.send_chat_action(ANNA, "typing")
    asked = await bot.send_message(
        ANNA, "?", reply_markup=ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Номер", request_contact=True)]])
    )
    assert asked.reply_markup is None
    forwarded = await bot.forward_message(MANAGERS, ANNA, contact.message_id)
    assert isinstance(forwarded.forward_origin, MessageOriginUser)
    copied = await bot.copy_message(MANAGERS, ANNA, poll.message_id)
    assert copied.message_id > forwarded.message_id
    assert await bot.set_message_reaction(ANNA, 1, [ReactionTypeEmoji(emoji="👍")])
    assert await bot.pin_chat_message(MANAGERS, copied.message_id)
    assert (await bot.get_chat(MANAGERS)).pinned_message is not None
    assert await bot.unpin_all_chat_messages(MANAGERS)


async def test_chats_and_members(bot: Bot) -> None:
    assert (await bot.get_chat(ANNA)).first_name == "Анна"
    admins = await bot.get_chat_administrators(MANAGERS)
    assert [admin.status for admin in admins] == [ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR]
    assert isinstance(admins[1], ChatMemberAdministrator)
    assert (await bot.get_chat_member(MANAGERS, OLGA)).status == ChatMemberStatus.CREATOR
    assert (await bot.get_chat_member(MANAGERS, TOM)).status == ChatMemberStatus.LEFT
    assert await bot.get_chat_member_count(MANAGERS) == 4
    assert (await bot.export_chat_invite_link(MANAGERS)).startswith("https://t.me/")


async def test_commands_and_texts(bot: Bot) -> None:
    commands = [BotCommand(command="card", description="Моя карта")]
    await bot.set_my_commands(commands, BotCommandScopeAllPrivateChats(), language_code="ru")
    kept = await bot.get_my_commands(BotCommandScopeAllPrivateChats(), language_code="ru")
    assert [one.model_dump() for one in kept] == [one.model_dump() for one in commands]
    await bot.set_my_description("Карта", language_code="ru")
    assert (await bot.get_my_description(language_code="ru")).description == "Карта"
    await bot.set_chat_menu_button(ANNA, MenuButtonCommands())
    assert (await bot.get_chat_menu_button(ANNA)).type == "commands"


async def test_topics() -> None:
    async with playing({"chats": [FORUM]}) as play:
        bot = bot_at(play.base)
        topic = await bot.create_forum_topic(FORUM["id"], "Жалоба")
        sent = await bot.send_message(FORUM["id"], "x", message_thread_id=topic.message_thread_id)
        assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
        assert await bot.close_forum_topic(FORUM["id"], topic.message_thread_id)
        updates = await bot.get_updates()
        assert updates[0].message is not None
        assert updates[0].message.forum_topic_created is not None
        await bot.session.close()


async def test_every_kind_of_update_is_understood(anna: Play, bot: Bot) -> None:
    kinds = ["message", "callback_query", "my_chat_member", "chat_member"]
    await bot.get_updates(allowed_updates=kinds)
    sent = await bot.send_message(ANNA, "?", reply_markup=BUTTONS)
    await anna.tap(ANNA, {"chat": {"id": ANNA}, "message_id": sent.message_id}, data="yes", wait=0)
    await anna.post("contact", **{"from": ANNA})
    await anna.post("photo", **{"from": ANNA})
    await anna.post("sticker", **{"from": ANNA})
    await anna.post("document", **{"from": ANNA, "base64": "aGk="})
    await anna.post("join", person=TOM, chat=MANAGERS)
    await anna.post("block", person=ANNA)
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == [
        "callback_query",
        *["message"] * 4,
        "chat_member",
        "message",
        "my_chat_member",
    ]


async def test_refusals_become_the_exceptions_that_are_caught(anna: Play, bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(4242, "x")
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await bot.send_message(TOM, "x")
    await anna.post("faults", method="sendMessage", kind="status", code=429, retry_after=3, count=1)
    with pytest.raises(TelegramRetryAfter) as flood:
        await bot.send_message(ANNA, "x")
    assert flood.value.retry_after == 3
    await anna.post("faults", method="sendMessage", kind="status", code=502, count=1)
    with pytest.raises(TelegramServerError):
        await bot.send_message(ANNA, "x")
    await anna.post("faults", method="sendMessage", kind="reset", count=1)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ANNA, "x")
    with pytest.raises(TelegramNotFound):
        await bot(SendDice(chat_id=ANNA))
    stranger = bot_at(anna.base, "1:x")
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    await stranger.session.close()


async def test_a_file_too_large(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.methods.files.MOST_BYTES", 10)
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(ANNA, BufferedInputFile(b"x" * 11, "a.bin"))


async def test_a_migrated_group() -> None:
    async with playing({"chats": [GROUP]}) as play:
        bot = bot_at(play.base)
        new = (await play.post("upgrade", chat=GROUP["id"]))["chat"]
        with pytest.raises(TelegramMigrateToChat) as moved:
            await bot.send_message(GROUP["id"], "x")
        assert moved.value.migrate_to_chat_id == new
        await bot.session.close()


async def test_two_pollers(bot: Bot, anna: Play) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(bot.get_updates(timeout=10))
    with pytest.raises(TelegramConflictError):
        await first
    await anna.say(ANNA, "x")
    assert len(await second) == 1


async def test_a_whole_conversation_by_polling(anna: Play, bot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message(F.text)
    async def asked(message: Message) -> TelegramMethod[Message]:
        return message.answer(f"Вы сказали: {message.text}", reply_markup=BUTTONS)

    @dispatcher.callback_query(F.data == "yes")
    async def pressed(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("Спасибо!")
        await query.answer("Записали", show_alert=True)

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    try:
        said = (await anna.say(ANNA, "привет"))["message"]
        (answer,) = (await anna.get("messages", chat=ANNA, after=said["message_id"], wait=10))["messages"]
        assert answer["text"] == "Вы сказали: привет"
        toast = await anna.tap(ANNA, answer, row=0, column=0)
        assert (toast["answered"], toast["text"], toast["alert"]) == (True, "Записали", True)
        assert (await anna.shown(ANNA, answer["message_id"]))["text"] == "Спасибо!"
    finally:
        await dispatcher.stop_polling()
        await polling
