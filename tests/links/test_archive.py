"""Archived copies, found on answers from a table."""

import json

from biblio.links.archive import Copy, nearest
from biblio.links.transport import Answer, Request

URL = "https://revue.fr/1"
TO = "https://web.archive.org/web/20210401120000/https://revue.fr/1"


def answer(status: int, body: str = "", **headers: str) -> Answer:
    lines = "".join(f"\r\n{name.replace('_', '-')}: {value}" for name, value in headers.items())
    return Answer(status=status, head=f"HTTP/1.1 {status} X{lines}\r\n\r\n".encode(), body=body.encode())


def search(*answers: Answer, date: str = "2021-03-12") -> tuple[Copy | None, list[Request]]:
    going = nearest(URL, date)
    asked = [next(going)]
    try:
        for each in answers:
            asked += [going.send(each)]
    except StopIteration as end:
        return end.value, asked
    raise AssertionError("more answers wanted")


GOOD = answer(200, "<title>Revue</title><p>Article", content_type="text/html")


def test_the_copy_nearest_to_the_session_is_asked_for() -> None:
    copy, asked = search(answer(302, location=TO), GOOD)
    assert asked[0].url == "https://web.archive.org/web/20210312/https://revue.fr/1"
    assert copy == Copy(url=TO, date="2021-04-01")


def test_the_copy_itself_is_read_and_not_its_frame() -> None:
    _, asked = search(answer(302, location=TO), GOOD)
    assert asked[1].url == TO.replace("20210401120000", "20210401120000id_")


def test_a_copy_that_is_an_error_page_is_none() -> None:
    gone = answer(200, "<title>Page introuvable</title>", content_type="text/html")
    assert search(answer(302, location=TO), gone, answer(200, "[]"))[0] is None
    assert search(answer(302, location=TO), answer(404), answer(200, "[]"))[0] is None


def test_where_the_nearest_copy_is_an_error_page_the_index_knows_the_nearest_good_one() -> None:
    index = answer(200, json.dumps([["timestamp", "original"], ["20190102030405", URL]]))
    copy, _ = search(answer(302, location=TO), answer(404), index, GOOD)
    assert copy == Copy(url=f"https://web.archive.org/web/20190102030405/{URL}", date="2019-01-02")


def test_a_miss_is_confirmed_by_the_index() -> None:
    index = answer(200, json.dumps([["timestamp", "original"], ["20200102030405", URL]]))
    copy, asked = search(answer(404), index, GOOD)
    assert copy == Copy(url=f"https://web.archive.org/web/20200102030405/{URL}", date="2020-01-02")
    assert "closest=20210312" in asked[1].url
    assert search(answer(404), answer(200, "[]"))[0] is None


def test_garbage_from_the_archive_is_no_copy() -> None:
    assert search(answer(302, location="https://web.archive.org/web/99999999999999/x"), answer(200, "[]"))[0] is None
    assert search(answer(503), answer(200, "<html>"))[0] is None
