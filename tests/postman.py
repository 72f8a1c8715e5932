"""Telegram, stood in for: it notes what it carried, and answers what it was told to."""

import asyncio
from collections import defaultdict, deque

from actions.deliver import Delivered, Result
from jobs.pace import Pace
from loyalty.ids import ChatId
from texts.letter import Letter


class Postman:
    """Delivers everything, unless `answers` says otherwise for a chat."""

    def __init__(self) -> None:
        self.carried: list[tuple[int, Letter]] = []
        self.answers: dict[int, deque[Result | Exception]] = defaultdict(deque)
        self.answered: list[tuple[int, Result | Exception]] = []
        self.latency = 0.0
        self.at_once = 0
        self.most_at_once = 0

    async def deliver(self, chat_id: ChatId, letter: Letter) -> Result:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.latency)
        self.at_once -= 1
        self.carried.append((chat_id, letter))
        answers = self.answers[chat_id]
        answer = answers.popleft() if answers else Delivered(len(self.carried))
        self.answered.append((chat_id, answer))
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def texts(self) -> list[str]:
        """What was carried, in order."""
        return [letter.text for _, letter in self.carried]


class FakeTime:
    """A steady clock that sleeping moves on, and that takes no time."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def quick_pace() -> Pace:
    """Telegram's limits, kept in a time of their own."""
    time = FakeTime()
    return Pace(time, time.sleep)
