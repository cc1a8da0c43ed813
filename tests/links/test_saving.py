"""Pages handed to the archive, on answers in the form that it documents."""

import json
from collections.abc import Generator
from typing import Any, TypeVar

import pytest

from biblio.links.archive import Copy
from biblio.links.saving import POLLS, Saved, allowance, save
from biblio.links.transport import Answer, Request

URL = "https://revue.fr/1"
JOB = {"url": URL, "job_id": "spn2-9c17"}
KEPT = {"status": "success", "job_id": "spn2-9c17", "original_url": URL, "timestamp": "20261122101500"}
BLOCKED = {"status": "error", "status_ext": "error:too-many-requests", "message": "The target host is blocking it."}
T = TypeVar("T")


def answer(body: Any, status: int = 200) -> Answer:
    return Answer(status=status, body=json.dumps(body).encode())


def play(errand: Generator[Request, Answer, T], *answers: Answer) -> tuple[T, list[Request]]:
    asked = [next(errand)]
    for each in answers:
        try:
            asked.append(errand.send(each))
        except StopIteration as end:
            assert each is answers[-1]
            return end.value, asked
    raise AssertionError("more answers wanted")


def test_a_page_is_handed_in_under_the_keys_of_the_user() -> None:
    _, (request, *_) = play(save(URL, "acces:secret"), answer(JOB), answer(KEPT))
    assert request.method == "POST"
    assert "Authorization: LOW acces:secret" in request.headers
    assert request.body and b"https%3A%2F%2Frevue.fr%2F1" in request.body


def test_the_job_is_asked_for_until_the_page_is_kept() -> None:
    pending = answer({"status": "pending", "resources": []})
    saved, asked = play(save(URL, "a:b"), answer(JOB), pending, pending, answer(KEPT))
    assert saved == Saved(copy=Copy(url=f"https://web.archive.org/web/20261122101500/{URL}", date="2026-11-22"))
    assert {request.url for request in asked[1:]} == {"https://web.archive.org/save/status/spn2-9c17"}
    assert all(request.delay >= 5 for request in asked[1:])


def test_a_job_without_end_is_left_alone() -> None:
    saved, _ = play(save(URL, "a:b"), answer(JOB), *[answer({"status": "pending"}) for _ in range(POLLS)])
    assert saved.copy is None
    assert "not finished" in saved.error
    assert not saved.stop


def test_a_page_that_cannot_be_kept_says_why_and_lets_the_next_one_try() -> None:
    saved, _ = play(save(URL, "a:b"), answer(JOB), answer(BLOCKED))
    assert saved == Saved(error="The target host is blocking it.")


@pytest.mark.parametrize(
    "refusal",
    [
        answer({"message": "You need to be logged in to use Save Page Now."}, 401),
        answer({}, 429),
        answer({"status": "error", "status_ext": "error:user-session-limit", "message": "Too many."}),
        Answer(error="timeout"),
    ],
)
def test_what_would_befall_every_page_ends_the_saving(refusal: Answer) -> None:
    saved, _ = play(save(URL, "a:b"), refusal)
    assert saved.stop
    assert saved.error


def test_garbage_in_place_of_an_answer_is_an_error_of_this_page() -> None:
    saved, _ = play(save(URL, "a:b"), answer(JOB), Answer(status=502, body=b"<html>Bad gateway"))
    assert saved == Saved(error="HTTP 502")


@pytest.mark.parametrize(
    ("said", "free"),
    [
        ({"available": 8, "daily_captures": 10, "daily_captures_limit": 10000, "processing": 0}, 8),
        ({"available": 8, "daily_captures": 9997, "daily_captures_limit": 10000, "processing": 0}, 3),
        ({"available": 8, "daily_captures": 10199, "daily_captures_limit": 10000, "processing": 0}, 0),
        ({"available": 0, "daily_captures": 0, "daily_captures_limit": 10000, "processing": 12}, 0),
        ({"message": "no such account"}, 0),
    ],
)
def test_no_more_is_handed_in_than_the_archive_takes_today(said: dict[str, Any], free: int) -> None:
    (number, why), _ = play(allowance("a:b"), answer(said))
    assert number == free
    assert bool(why) is (free == 0)
