import asyncio, pytest, json
from tests.talk import *
from tests.shop import *
from tests.handlers.customer.test_enrolment import to_the_questions, enrol, talk
from tests.handlers.staff.conftest import anna


async def test_fault_on_reply_to_typed(talk):
    await to_the_questions(talk)
    await talk.control("faults", method="sendMessage", code=500, count=1)
    await talk.say(ANNA, "Анна")
    print("\n".join(await talk.transcript(ANNA)))
    assert "2 из" in await talk.text(ANNA)
    assert "Похоже" not in "\n".join(await talk.transcript(ANNA))


async def test_429_on_reply(talk):
    await to_the_questions(talk)
    await talk.control("faults", method="sendMessage", code=429, retry_after=2, count=1)
    await talk.say(ANNA, "Анна")
    print("\n".join(await talk.transcript(ANNA)))
    assert "2 из" in await talk.text(ANNA)


async def test_fault_on_last(talk):
    await to_the_questions(talk)
    await talk.say(ANNA, "Анна")
    await talk.send("contact", ANNA)
    for _ in range(2):
        await talk.tap(ANNA, "Пропустить")
    await talk.control("faults", method="sendMessage", code=500, count=1)
    await talk.tap(ANNA, "Пропустить")
    print("\n".join(await talk.transcript(ANNA)))
    assert "Ваша карта" in "\n".join(await talk.transcript(ANNA))


async def test_press_answered_too_late(talk):
    await talk.start(ANNA)
    await talk.tap(ANNA, "Русский")
    await talk.control(
        "faults",
        method="answerCallbackQuery",
        code=400,
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
        count=9,
    )
    await talk.tap(ANNA, "Согласен")
    print("\n".join(await talk.transcript(ANNA)))
    assert "Да, присылайте" in "\n".join(await talk.transcript(ANNA))


async def test_fault_in_press(talk):
    await talk.start(ANNA)
    await talk.tap(ANNA, "Русский")
    await talk.control("faults", method="sendMessage", code=500, count=1)
    await talk.tap(ANNA, "Согласен")
    print("\n".join(await talk.transcript(ANNA)))
    assert "Да, присылайте" in "\n".join(await talk.transcript(ANNA))


async def test_not_now_after_yes(talk):
    await talk.start(ANNA)
    await talk.tap(ANNA, "Русский")
    m, d = await talk.button(ANNA, "Не сейчас")
    await talk.tap(ANNA, "Согласен")
    await talk.tap(ANNA, "Да, присылайте")
    await talk.press(ANNA, ANNA, m, d, forged=True)
    await talk.say(ANNA, "Анна")
    print("\n".join(await talk.transcript(ANNA)))
    assert "ничего о вас не сохранили" not in "\n".join(await talk.transcript(ANNA))
    assert "2 из" in await talk.text(ANNA)


@pytest.mark.parametrize("who", ["stranger", "customer", "staff", "owner"])
async def test_forged(talk, who, caplog):
    import handlers.owner, handlers.staff
    from texts.press import Press

    if who == "customer":
        await enrol(talk)
    person = {"stranger": TOM, "customer": ANNA, "staff": MARIA, "owner": OLGA}[who]
    await talk.start(person)
    mid = (await talk.messages(person))[-1]["message_id"]
    bad = []
    for kind in Press.__subclasses__():
        from dataclasses import fields

        for variant in ("1", "99999999999999999999999", "-1", "x"):
            parts = []
            for f in fields(kind):
                parts.append(
                    variant if f.type is int else ("1" if f.type is bool else ("xx" if variant != "x" else "ru"))
                )
            data = ":".join([kind.prefix, *parts])
            if len(data) > 64:
                continue
            caplog.clear()
            await talk.press(person, person, mid, data, forged=True)
            errs = [r for r in caplog.records if r.levelname in ("ERROR",)]
            if errs:
                bad.append((kind.__name__, data, str(errs[0].exc_info[1])[:100]))
    print("BAD", who, *bad, sep="\n")
    assert not bad


async def test_typed_start_payload(talk):
    await enrol(talk, payload="")
    await talk.say(TOM, "/start s_" + "<b>&" * 900)
    await talk.tap(TOM, "Русский")
    await talk.tap(TOM, "Согласен")
    await talk.tap(TOM, "Да, присылайте")
    await talk.say(TOM, "<b>Том</b> {name} \u202e evil")
    await talk.send("contact", TOM)
    for _ in range(3):
        await talk.tap(TOM, "Пропустить")
    print("\n".join(await talk.transcript(TOM))[-2500:])
    print("\n".join(await talk.transcript(MANAGERS))[-1500:])


async def test_language_in_middle(talk):
    await to_the_questions(talk)
    await talk.say(ANNA, "Анна")
    await talk.say(ANNA, "/settings")
    await talk.tap(ANNA, "English")
    m = await talk.messages(ANNA)
    print("\n".join(await talk.transcript(ANNA))[-1500:])
    for x in m[-3:]:
        print(json.dumps(x.get("reply_markup"), ensure_ascii=False))
    await talk.send("contact", ANNA)
    print("\n".join(await talk.transcript(ANNA))[-600:])
