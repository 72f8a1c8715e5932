"""The answer to a press of a button."""

import re

from simulator.calls import Call
from simulator.errors import bad_request
from simulator.methods.registry import method
from simulator.words.units import units

MOST_TEXT = 200


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    text, url = call.text("text"), call.text("url")
    if units(text) > MOST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    own_link = re.compile(rf"(?i)(?:https?://)?t\.me/{call.telegram.bot.username}\?start=[A-Za-z0-9_-]{{1,64}}")
    if url and not own_link.fullmatch(url):
        raise bad_request("URL_INVALID")
    answer = {"text": text or None, "alert": call.flag("show_alert"), "url": url or None}
    query = call.telegram.queries.answer(call.text("callback_query_id"), answer)
    call.telegram.events.emit("toast", person=query.person, **answer)
    return True
