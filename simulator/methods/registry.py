"""Which methods there are. What is not here is a 404, never a silent true."""

from collections.abc import Awaitable, Callable
from typing import Any

from simulator.calls import Call

Method = Callable[[Call], Any | Awaitable[Any]]
_methods: dict[str, tuple[str, Method]] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register a function under the Bot API's name, which is not case-sensitive."""

    def register(function: Method) -> Method:
        _methods[name.lower()] = (name, function)
        return function

    return register


def find_method(name: str) -> tuple[str, Method] | None:
    """The name as the documentation spells it, and the function."""
    return _methods.get(name.lower())


def method_names() -> list[str]:
    return sorted(name for name, _ in _methods.values())
