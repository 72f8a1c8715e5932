"""Chances that can be repeated, and the long form."""

import random

import pytest


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Printed with a failure; `--seed` repeats it."""
    given = request.config.getoption("seed")
    chosen = int(given) if given else random.SystemRandom().randrange(10**6)
    print(f"--seed={chosen}")  # noqa: T201
    return chosen


@pytest.fixture
def proof(request: pytest.FixtureRequest) -> bool:
    """Whether the long form is asked for."""
    return bool(request.config.getoption("proof"))


@pytest.fixture
def only_as_proof(proof: bool) -> None:
    """Too long for every day."""
    if not proof:
        pytest.skip("only with --proof")
