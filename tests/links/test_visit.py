"""One look at one link, answered from tables."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.links.hosts import RULES, HostRules, asked_instead, doi_of, host_of, successor
from biblio.links.page import Fingerprint, Page
from biblio.links.transport import Answer, Request
from biblio.links.visit import Expected, Known, Sighting, checkable, missing_fragments, visit, wire_url


def answer(status: int = 200, body: str = "", kind: str = "text/html", **headers: str) -> Answer:
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Type: {kind}",
        *(f"{n.replace('_', '-')}: {v}" for n, v in headers.items()),
    ]
    return Answer(
        status=status, head="\r\n".join([*lines, "", ""]).encode(), body=body.encode(), size=len(body), ms=1
    )


Web = Mapping[str, Answer]


def look(url: str, web: Web, *fragments: str, known: Known | None = None) -> tuple[Sighting, list[Request]]:
    """Visit ``url`` on a web given as "METHOD address" or address → answer; what is not there answers 404."""
    asked: list[Request] = []
    going = visit(url, fragments, known)
    try:
        request = next(going)
        while True:
            asked.append(request)
            found = web.get(f"{request.method} {request.url}") or web.get(request.url) or answer(404)
            request = going.send(found)
    except StopIteration as end:
        return end.value, asked


def test_a_page_takes_one_request() -> None:
    seen, asked = look("https://revue.fr/1", {"https://revue.fr/1": answer(body="<title>Un</title>")})
    assert [(r.method, r.url) for r in asked] == [("GET", "https://revue.fr/1")]
    assert seen.page and seen.page.title == "Un"
    assert not seen.hops


def test_redirects_are_followed_hop_by_hop() -> None:
    web = {
        "https://a.fr/1": answer(301, location="/2"),
        "https://a.fr/2": answer(308, location="https://b.fr/3"),
        "https://b.fr/3": answer(),
    }
    seen, _ = look("https://a.fr/1", web)
    assert [(hop.url, hop.status) for hop in seen.hops] == [("https://a.fr/1", 301), ("https://a.fr/2", 308)]
    assert seen.final == "https://b.fr/3"
    assert seen.permanent


def test_one_passing_hop_makes_the_move_passing() -> None:
    web = {"https://a.fr/1": answer(301, location="/2"), "https://a.fr/2": answer(302, location="/3")}
    assert not look("https://a.fr/1", web)[0].permanent


def test_a_page_that_sends_on_at_once_is_a_redirect() -> None:
    web = {
        "https://a.fr/1": answer(body='<meta http-equiv="refresh" content="0; url=/2">'),
        "https://a.fr/2": answer(body="ok"),
    }
    assert look("https://a.fr/1", web)[0].final == "https://a.fr/2"


def test_a_loop_ends() -> None:
    web = {"https://a.fr/1": answer(302, location="/2"), "https://a.fr/2": answer(302, location="/1")}
    seen, asked = look("https://a.fr/1", web)
    assert seen.loop
    assert len(asked) == 2


def test_a_redirect_to_itself_with_a_cookie_is_no_loop() -> None:
    going = visit("https://a.fr/1")
    first = next(going)
    assert not first.headers
    second = going.send(answer(302, location="https://a.fr/1", set_cookie="passe=oui; Path=/"))
    assert second.headers == ("Cookie: passe=oui",)
    with pytest.raises(StopIteration) as end:
        going.send(answer(200))
    assert not end.value.value.loop


def test_a_cookie_goes_to_its_own_domain_only() -> None:
    going = visit("https://www.a.fr/1")
    next(going)
    second = going.send(answer(302, location="https://sub.a.fr/", set_cookie="x=1; Domain=.a.fr"))
    assert second.headers == ("Cookie: x=1",)
    third = going.send(answer(302, location="https://b.fr/"))
    assert third.headers == ()


def test_an_endless_chain_is_given_up() -> None:
    going = visit("https://a.fr/0")
    next(going)
    with pytest.raises(StopIteration) as end:
        for number in range(1, 100):
            going.send(answer(302, location=f"/{number}"))
    assert end.value.value.too_many
    assert len(end.value.value.hops) == 21


def test_a_redirect_out_of_the_web_is_not_followed() -> None:
    for place in ("file:///etc/passwd", "javascript:alert(1)", "gopher://x/", "http://["):
        seen, asked = look("https://a.fr/1", {"https://a.fr/1": answer(302, location=place)})
        assert len(asked) == 1
        assert seen.answer.status == 302


def test_a_file_is_asked_by_head_and_read_when_head_misleads() -> None:
    pdf = answer(kind="application/pdf")
    assert [r.method for r in look("https://a.fr/1.pdf", {"https://a.fr/1.pdf": pdf})[1]] == ["HEAD"]
    seen, asked = look("https://a.fr/1.pdf", {"HEAD https://a.fr/1.pdf": answer(405), "GET https://a.fr/1.pdf": pdf})
    assert [r.method for r in asked] == ["HEAD", "GET"]
    assert seen.head_failed
    assert seen.answer.status == 200


def test_a_file_that_answers_with_a_page_is_read() -> None:
    page = answer(body="<title>Page introuvable</title>")
    assert [r.method for r in look("https://a.fr/1.pdf", {"https://a.fr/1.pdf": page})[1]] == ["HEAD", "GET"]


def test_a_host_that_answers_head_badly_is_not_asked_so_again() -> None:
    asked = look("https://a.fr/1.pdf", {}, known=Known(head_works=False))[1]
    assert [r.method for r in asked] == ["GET"]


def test_the_version_of_last_time_is_enough() -> None:
    known = Known(head_works=True, last_good=Fingerprint(version='"v1"'), fingerprint=True)
    seen, asked = look("https://a.fr/1", {"https://a.fr/1": answer(etag='"v1"')}, known=known)
    assert [r.method for r in asked] == ["HEAD"]
    assert seen.unchanged
    seen, asked = look("https://a.fr/1", {"https://a.fr/1": answer(etag='"v2"')}, known=known)
    assert [r.method for r in asked] == ["HEAD", "GET"]
    assert not seen.unchanged


def registry(code: int) -> Answer:
    return answer(body=json.dumps({"responseCode": code}), kind="application/json")


def test_a_doi_is_asked_at_the_registry_first() -> None:
    api = "https://doi.org/api/handles/10.1234/abc"
    seen, asked = look("https://doi.org/10.1234/abc", {api: registry(100)})
    assert seen.registered is False
    assert len(asked) == 1
    web = {
        api: registry(1),
        "https://doi.org/10.1234/abc": answer(302, location="https://ed.fr/x"),
        "https://ed.fr/x": answer(403),
    }
    seen, _ = look("https://doi.org/10.1234/abc", web)
    assert seen.registered is True
    assert seen.answer.status == 403
    assert look("https://doi.org/10.1234/abc", {api: answer(503)})[0].registered is None


def test_a_video_is_asked_where_its_absence_shows() -> None:
    asked = look("https://www.youtube.com/watch?v=abc", {})[1]
    assert (
        asked[0].url
        == "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc"
    )


def test_a_retired_platform_has_a_successor() -> None:
    rules = HostRules(RULES)
    old = "https://halshs.archives-ouvertes.fr/halshs-01234567"
    assert successor(old, rules.find(old)) == "https://shs.hal.science/halshs-01234567"
    journal = "http://cybergeo.revues.org/1234#tocto1n2"
    assert successor(journal, rules.find(journal)) == "https://journals.openedition.org/cybergeo/1234#tocto1n2"


def test_a_page_of_a_retired_platform_is_looked_for_at_its_successor() -> None:
    old, new = "https://tel.archives-ouvertes.fr/tel-01234567", "https://theses.hal.science/tel-01234567"
    seen, _ = look(old, {old: Answer(error="no-domain"), new: answer(body="<title>Thèse")})
    assert seen.retired
    assert seen.final == new
    assert not look(old, {old: answer(404)})[0].retired


def test_the_place_of_a_group_is_filled() -> None:
    rules = HostRules([])
    assert rules.find("https://x.fr/") is None
    from biblio.links.hosts import HostRule

    rule = HostRule(host="x.fr", path=r"^/v/(\d+)", ask="https://api.x.fr/{1}")
    assert asked_instead(rule, "https://x.fr/v/12?t=3") == "https://api.x.fr/12"


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("https://doi.org/10.1234/abc", "10.1234/abc"),
        ("http://dx.doi.org/10.1000/x%3Cy", "10.1000/x<y"),
        ("https://doi.org/api/handles/10.1/x", ""),
        ("https://revue.fr/10.1234/abc", ""),
    ],
)
def test_a_doi_is_read_off_a_resolver_address(url: str, doi: str) -> None:
    assert doi_of(url) == doi


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://a.fr/été à/x", "https://a.fr/%C3%A9t%C3%A9%20%C3%A0/x"),
        ("https://a.fr/%C3%A9t", "https://a.fr/%C3%A9t"),
        ("https://a.fr", "https://a.fr/"),
        ("HTTPS://a.fr/x?q=é#frag", "https://a.fr/x?q=%C3%A9"),
        ("https://a.fr/(a)_b", "https://a.fr/(a)_b"),
        ("https://Été.fr/x", "https://xn--t-9fab.fr/x"),
        ("https://u@été.fr:8080/", "https://u@xn--t-9fab.fr:8080/"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_an_address_goes_over_the_wire_in_ascii(url: str, sent: str) -> None:
    assert wire_url(url) == sent


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=40))
def test_what_goes_over_the_wire_has_neither_blank_nor_line_end(path: str) -> None:
    sent = wire_url(f"https://a.fr/{path}")
    assert sent.isascii()
    assert not any(char.isspace() for char in sent)


@pytest.mark.parametrize(
    ("fragment", "looked_up"),
    [
        ("section-3", True), ("r%C3%A9sum%C3%A9", True), ("résumé", True), ("ftn1", True), (":~:text=care", True),
        ("", False), ("top", False), ("xtor=AL-3228", False), ("/", False), ("!/page", False),
        ("10/48.4975/-2.7521", False), ("lg=1&slide=0", False), ("page=12", False), ("?x", False),
    ],
)  # fmt: skip
def test_a_fragment_is_looked_up_where_it_can_exist(fragment: str, looked_up: bool) -> None:
    assert checkable(fragment) is looked_up


PAGE = '<h2 id="section-1">x</h2><a name="nom"></a><h3 id="résumé">R</h3><p>Une politique du care, en France.'


@pytest.mark.parametrize(
    ("fragment", "there"),
    [
        ("section-1", True), ("nom", True), ("r%C3%A9sum%C3%A9", True), ("section-2", False),
        (":~:text=politique%20du%20care", True), (":~:text=Une,France", True), (":~:text=France,Une", False),
        (":~:text=x-,politique,-en", True), (":~:text=absent", False),
    ],
)  # fmt: skip
def test_a_fragment_is_found_or_missed(fragment: str, there: bool) -> None:
    assert (not missing_fragments(Page(PAGE.encode()), [fragment])) is there


def test_a_page_made_by_scripts_or_cut_short_cannot_miss_a_fragment() -> None:
    assert not missing_fragments(Page(b"<script src=app.js></script><div id=app></div>"), ["x"])
    assert not missing_fragments(Page(PAGE.encode(), cut=True), ["x"])


def test_a_page_that_lost_its_work_is_held_against_a_random_address() -> None:
    known = Known(
        expected=[Expected(title="Un monde vulnérable")],
        last_good=Fingerprint(title="Un monde vulnérable", title_seen=True),
        fingerprint=True,
    )
    seen, asked = look("https://a.fr/livres/1", {"https://a.fr/livres/1": answer(body="<p>Catalogue")}, known=known)
    assert len(asked) == 2
    assert asked[1].url.startswith("https://a.fr/livres/")
    assert seen.random_page is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://A.fr/x", "a.fr"), ("http://u:p@a.fr:80?x", "a.fr:80"), ("https://a.fr#x", "a.fr"),
        ("http://[::1]:8/x", "[::1]:8"), ("https://a.fr\\@b.fr/", "a.fr"), ("rien", ""),
    ],
)  # fmt: skip
def test_the_host_of_an_address_is_read(url: str, host: str) -> None:
    assert host_of(url) == host
