"""Requests one after the other at an archive's pace, on a clock of the test's own."""

from collections.abc import Generator

from biblio.links.errands import Errands
from biblio.links.transport import Answer, Request


class Clock:
    """A clock that moves when somebody sleeps, and a transport that answers at once, noting when it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.now = 100.0
        self.asked: list[tuple[float, str]] = []
        self._answers = list(answers)
        self._token: object = None

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def start(self, request: Request, token: object) -> None:
        self.asked.append((self.now, request.url))
        self._token = token

    def poll(self, seconds: float) -> list[tuple[object, Answer]]:
        answer = self._answers.pop(0) if self._answers else Answer(status=200)
        return [(object(), Answer(status=500)), (self._token, answer)]

    def close(self) -> None:
        """Nothing to free."""


def errands(clock: Clock, deadline: float | None = None) -> Errands:
    return Errands(clock, pause=2.5, deadline=deadline, clock=clock, sleep=clock.sleep)


def ask(*urls: str, delay: float = 0.0) -> Generator[Request, Answer, list[int]]:
    statuses = []
    for url in urls:
        answer = yield Request(url, delay=delay)
        statuses.append(answer.status)
    return statuses


def test_requests_keep_their_distance_across_errands() -> None:
    clock = Clock()
    running = errands(clock)
    running.run(ask("https://a.fr/1", "https://a.fr/2"))
    running.run(ask("https://a.fr/3"))
    assert [when for when, _ in clock.asked] == [100.0, 102.5, 105.0]


def test_a_request_that_asks_for_more_time_gets_it() -> None:
    clock = Clock()
    errands(clock).run(ask("https://a.fr/1", "https://a.fr/2", delay=6.0))
    assert [when for when, _ in clock.asked] == [106.0, 112.0]


def test_answers_to_others_are_not_taken_for_ones_own() -> None:
    assert errands(Clock()).run(ask("https://a.fr/1")) == [200]


def test_a_host_that_turns_away_or_is_silent_is_not_asked_again_and_others_are() -> None:
    for refusal in (Answer(status=429), Answer(error="timeout")):
        clock = Clock(refusal)
        running = errands(clock)
        running.run(ask("https://a.fr/1", "https://a.fr/2", "https://b.fr/3"))
        assert [url for _, url in clock.asked] == ["https://a.fr/1", "https://b.fr/3"]
        assert list(running.closed) == ["a.fr"]


def test_when_time_is_up_nothing_more_is_asked() -> None:
    clock = Clock()
    running = errands(clock, deadline=104.0)
    assert running.run(ask("https://a.fr/1", "https://a.fr/2", "https://a.fr/3")) is None
    assert len(clock.asked) == 2
    assert running.late
