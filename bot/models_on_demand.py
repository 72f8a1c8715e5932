"""aiogram's six hundred models are built when they are first used, not all of them while it is imported.

A bot uses a few dozen. Built all at once they are three seconds of every start and 80 MB of every process; built one by
one, the most expensive (an update, with everything that may be in it) takes a sixth of a second, once.

And each object that is read is told its bot in one step, instead of one for every class that it descends from: half of
what reading an update takes.
"""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict


def import_aiogram() -> None:
    """Call it before anything else imports aiogram; afterwards it changes nothing."""
    if "aiogram" in sys.modules:
        return
    names: dict[str, Any] = {}
    usual, build = BaseModel.model_config, BaseModel.__dict__["model_rebuild"]

    def remember_names(_model: type[BaseModel], *, _types_namespace: dict[str, Any]) -> None:
        """Instead of building: aiogram has every type built as soon as all that they mention are known."""
        names.update(_types_namespace)

    BaseModel.model_config = ConfigDict(defer_build=True)  # inherited by whatever is defined meanwhile
    BaseModel.model_rebuild = classmethod(remember_names)  # type: ignore[assignment, method-assign]
    try:
        importlib.import_module("aiogram")
    finally:
        BaseModel.model_config = usual
        BaseModel.model_rebuild = build  # type: ignore[method-assign]
    _tell_names(names)
    _tell_bot_at_once()


def _tell_names(names: dict[str, Any]) -> None:
    """What is built later, by pydantic itself at its first use, finds what it mentions."""
    from aiogram.methods.base import Response, TelegramMethod  # noqa: PLC0415 -- it is imported only now
    from aiogram.types.base import TelegramObject  # noqa: PLC0415

    build: Any = BaseModel.__dict__["model_rebuild"].__func__

    def knowing_all(model: type[BaseModel], *, force: bool = False, raise_errors: bool = True, **_where: Any) -> Any:
        return build(model, force=force, raise_errors=raise_errors, _types_namespace=names)

    for root in (TelegramObject, TelegramMethod, Response):
        root.model_rebuild = classmethod(knowing_all)  # type: ignore[assignment, method-assign, arg-type]


def _tell_bot_at_once() -> None:
    """The bot is the only private thing of these models, and pydantic has every class set up all of them again."""
    from aiogram.client.context_controller import BotContextController  # noqa: PLC0415 -- it is imported only now

    def bound(self: BaseModel, context: Any, /) -> None:
        object.__setattr__(self, "__pydantic_private__", {"_bot": context.get("bot") if context else None})

    models: list[type[BaseModel]] = [BotContextController, *_below(BotContextController)]
    for model in models:
        if set(model.__private_attributes__) == {"_bot"}:
            model.model_post_init = bound  # type: ignore[method-assign]


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for sub in model.__subclasses__():
        yield sub
        yield from _below(sub)
