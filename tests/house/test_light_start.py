"""What the bot's start imports, and what it leaves until somebody needs it: memory and seconds of every start."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.house.tree import ROOT

# Pictures, workbooks, dates in words, holidays, encodings, migrations, reports: each is needed by a few, now and then.
HEAVY = (
    "matplotlib",
    "numpy",
    "PIL",
    "segno",
    "barcode",
    "dateparser",
    "holidays",
    "python_calamine",
    "xlsxwriter",
    "charset_normalizer",
    "alembic",
    "sentry_sdk",
)
START = "from bot.models_on_demand import import_aiogram; import_aiogram(); import bot.running"


def python(code: str) -> Any:
    """What the code prints, from JSON, in a fresh process in which nothing is imported yet."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_start_imports_nothing_that_only_a_few_need() -> None:
    imported = set(
        python(f"import json, sys; {START}; print(json.dumps([name.partition('.')[0] for name in sys.modules]))")
    )
    assert {"aiogram", "sqlalchemy"} <= imported
    assert imported & set(HEAVY) == set()


def test_the_start_builds_no_model_of_aiograms() -> None:
    counting = (
        "from aiogram.types import Message, Update; from aiogram.methods import SendMessage\n"
        "print(json.dumps([model.__pydantic_complete__ for model in (Message, Update, SendMessage)]))"
    )
    assert python(f"import json; {START}\n{counting}") == [False, False, False]


# Each model's fields as pydantic understood them, and whether it can be used.
DESCRIBE = """
import inspect, json, re
from pydantic import BaseModel

def below(kind):
    for sub in kind.__subclasses__():
        yield sub
        yield from below(sub)

def deep(levels, work):  # pydantic looks five callers up for names
    return deep(levels - 1, work) if levels else work()

models = {model for model in below(BaseModel) if model.__module__.startswith("aiogram.")}
used = [model for model in models if "[" not in model.__name__ and not inspect.isabstract(model)]
told = {}
for model in sorted(used, key=lambda model: f"{model.__module__}.{model.__qualname__}"):
    deep(6, lambda: model.__pydantic_validator__.title)
    fields = {name: f"{field.annotation} {field.default!r} {field.alias}" for name, field in model.model_fields.items()}
    told[f"{model.__module__}.{model.__qualname__}"] = fields
print(re.sub(" at 0x[0-9a-f]+", "", json.dumps(told)))
"""


@pytest.mark.slow
def test_built_on_demand_they_are_what_they_always_were() -> None:
    usual = python(f"import aiogram\n{DESCRIBE}")
    later = python(f"from bot.models_on_demand import import_aiogram; import_aiogram()\n{DESCRIBE}")
    assert len(usual) > 500
    assert later == usual


UPDATE = """
import json
from aiogram.types import Update
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
person = {"id": 1, "is_bot": False, "first_name": "A"}
chat = {"id": 1, "type": "private"}
contact = {"phone_number": "1", "first_name": "A"}
replied = {"message_id": 1, "date": 1, "chat": chat, "from": person, "contact": contact}
message = {"message_id": 2, "date": 1, "chat": chat, "from": person, "text": "/x", "reply_to_message": replied,
           "entities": [{"type": "bot_command", "offset": 0, "length": 2}]}
update = Update.model_validate({"update_id": 1, "callback_query": {"id": "1", "from": person, "chat_instance": "1",
                                "message": message, "data": "x"}})
keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", callback_data="y")]])
call = SendMessage(chat_id=1, text="x", reply_markup=keys)
print(json.dumps([update.model_dump(mode="json", exclude_unset=True), call.model_dump(mode="json", exclude_unset=True),
                  type(update.callback_query.message).__name__]))
"""

BOUND = """
import inspect, json
from aiogram.client.context_controller import BotContextController
from aiogram.types import Update, User
user = {"id": 1, "is_bot": False, "first_name": "A"}
update = {"update_id": 1, "message": {"message_id": 2, "date": 1, "chat": {"id": 1, "type": "private"}, "from": user}}
read = [Update.model_validate_json(json.dumps(update), context={"bot": "ours"}), Update.model_validate(update)]
alone = User(**user)
private = [each.__pydantic_private__ for one in read for each in (one, one.message, one.message.chat)]
print(json.dumps([private, alone.bot, alone.as_("ours").bot, read[0].model_copy().bot,
                  read[0].message == read[1].message, repr(alone)]))
"""

SETS_UP_MORE = """
import inspect, json
from aiogram.client.context_controller import BotContextController

def below(kind):
    for sub in kind.__subclasses__():
        yield sub
        yield from below(sub)

own = BotContextController.__dict__["model_post_init"]
print(json.dumps([model.__name__ for model in below(BotContextController)
                  if inspect.unwrap(model.model_post_init) is not inspect.unwrap(own)
                  or set(model.__private_attributes__) != {"_bot"}]))
"""


def test_built_on_demand_they_read_and_write_the_same() -> None:
    usual = python(f"import aiogram\n{UPDATE}")
    assert python(f"{START}\n{UPDATE}") == usual
    assert usual[2] == "Message"


def test_told_at_once_they_know_the_same_bot() -> None:
    usual = python(f"import aiogram\n{BOUND}")
    assert python(f"{START}\n{BOUND}") == usual
    assert usual[0][2] == {"_bot": "ours"}


def test_no_model_has_more_to_set_up_than_its_bot() -> None:
    assert python(f"import aiogram.types, aiogram.methods\n{SETS_UP_MORE}") == []


def test_the_rest_of_pydantic_is_left_as_it_was() -> None:
    code = (
        f"import json; {START}\nfrom pydantic import BaseModel\n"
        "class Mine(BaseModel):\n    x: int\n"
        "print(json.dumps([Mine.__pydantic_complete__, dict(BaseModel.model_config), Mine.model_rebuild()]))"
    )
    assert python(code) == [True, {}, None]
