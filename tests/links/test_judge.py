"""One visit, judged by itself."""

import re
from pathlib import Path

import pytest

from biblio.links.hosts import HostRule, HostRules
from biblio.links.judge import REASONS, Finding, assess
from biblio.links.page import Fingerprint, Page, sketch
from biblio.links.transport import Answer
from biblio.links.visit import Expected, Known, Sighting
from biblio.model import Hop

DOC = Path(__file__).parents[2] / "docs" / "link-states.md"


def test_the_documented_table_is_the_one_that_judges() -> None:
    rows = re.findall(
        r"^\| `([\w-]+)` \| (\w+) \| (\w+) \| ([\w-]+) \| (.+) \|$", DOC.read_text("utf-8"), re.MULTILINE
    )
    assert rows == [(code, r.state, r.verdict, r.effect, r.sentence) for code, r in REASONS.items()]


def test_no_reason_that_condemns_calls_a_link_alive_and_none_that_walls_calls_it_dead() -> None:
    for code, reason in REASONS.items():
        assert not (reason.effect in ("missing", "gone", "no-domain") and reason.verdict != "dead"), code
        assert not (reason.effect in ("good", "neutral", "none") and reason.verdict == "dead"), code


def seen(status: int = 200, url: str = "https://revue.fr/articles/12", final: str = "", **more: object) -> Sighting:
    head = f"HTTP/1.1 {status} X\r\n{more.pop('head', '')}\r\n\r\n".encode()
    answer = Answer(status=status, head=head, error=str(more.pop("error", "")))
    return Sighting(url=url, final=final or url, answer=answer, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (200, "ok"), (204, "ok"), (304, "ok"), (401, "unauthorized"), (402, "paywalled"), (403, "forbidden"),
        (404, "not-found"), (405, "forbidden"), (408, "server-error"), (410, "gone"), (429, "throttled"),
        (451, "legal"), (500, "server-error"), (503, "server-error"), (999, "forbidden"), (400, "bad-request"),
    ],
)  # fmt: skip
def test_a_status_has_its_reason(status: int, reason: str) -> None:
    assert assess(seen(status)).reason == reason


@pytest.mark.parametrize(
    "error", ["timeout", "dns", "no-domain", "refused", "unreachable", "reset", "empty", "garbage", "tls", "private"]
)
def test_an_error_is_its_own_reason(error: str) -> None:
    assert assess(seen(0, error=error)).reason == error


def hops(*pairs: tuple[str, int]) -> list[Hop]:
    return [Hop(url=url, status=status) for url, status in pairs]


@pytest.mark.parametrize(
    ("url", "status", "final", "reason"),
    [
        ("https://revue.fr/a/12", 301, "https://revue.fr/b/12", "moved"),
        ("https://revue.fr/a/12", 302, "https://revue.fr/b/12", "ok"),
        ("http://revue.fr/a/12", 301, "https://www.revue.fr/a/12/", "ok"),
        ("https://revue.fr/a/12", 301, "https://revue.fr/", "home-page"),
        ("https://revue.fr/a/12", 302, "https://revue.fr/fr/", "home-page"),
        ("https://revue.fr/a/12", 302, "https://autre.fr/accueil.html", "home-page"),
        ("https://revue.fr/?p=12", 301, "https://revue.fr/", "home-page"),
        ("https://revue.fr/", 301, "https://revue.fr/fr/", "moved"),
        ("https://revue.fr/index.php", 301, "https://revue.fr/", "moved"),
        ("https://court.fr/x7Yz", 301, "https://revue.fr/", "moved"),
        ("https://doi.org/10.1234/abc", 302, "https://revue.fr/", "ok"),
        ("https://revue.fr/a/12", 302, "https://revue.fr/erreur-404", "soft-404"),
        ("https://revue.fr/a/12", 302, "https://revue.fr/notfound.aspx", "soft-404"),
    ],
)
def test_where_redirects_lead_decides(url: str, status: int, final: str, reason: str) -> None:
    page = Page(b"<title>Une revue</title><h1>Une revue</h1>", "text/html")
    assert assess(seen(url=url, final=final, hops=hops((url, status)), page=page)).reason == reason


def test_a_loop_is_dead_and_too_many_redirects_are_not() -> None:
    assert assess(seen(302, loop=True)).reason == "loop"
    assert assess(seen(302, too_many=True)).reason == "too-many-redirects"


def test_a_registered_doi_lives_though_its_publisher_walls_robots_off() -> None:
    assert assess(seen(403, registered=True)).reason == "registered"
    assert assess(seen(404, registered=True)).reason == "registered"
    assert assess(seen(404, registered=False)).reason == "doi-unknown"


def test_a_wall_in_place_of_the_page_is_no_answer() -> None:
    page = Page(b"<html><title>Just a moment...</title><body><script></script></body>", "text/html")
    assert assess(seen(200, page=page)).reason == "challenge"
    assert assess(seen(403, page=page)).reason == "challenge"
    assert assess(seen(503, head="cf-mitigated: challenge")).reason == "challenge"


def test_a_host_rule_reads_a_status_otherwise() -> None:
    rule = HostRules([HostRule(host="revue.fr", blocked=(404,), dead=(400,), alive=(403,))]).find(
        "https://revue.fr/1"
    )
    assert [assess(seen(s, rule=rule)).reason for s in (404, 400, 403)] == ["forbidden", "not-found", "ok"]


def good(text: str, **more: bool) -> Fingerprint:
    return Fingerprint(title=text, sketch=sketch(text), **more)


WORK = Known(expected=[Expected(title="Un monde vulnérable", authors=("Tronto",))], fingerprint=True)
LONG = "bibliothèque recherche territoire collectivité gouvernance enquête sociologie observation terrain analyse"
OTHER = "chaussure promotion livraison gratuite boutique panier commande paiement réduction nouveauté marque soldes"


def known(last: Fingerprint) -> Known:
    return Known(expected=WORK.expected, last_good=last, fingerprint=True)


def test_a_page_that_lost_title_and_author_is_no_longer_the_work() -> None:
    was = good("Un monde vulnérable, Tronto", title_seen=True, author_seen=True)
    now = seen(page=Page(b"<p>x", "text/html"), fingerprint=good("Boutique"))
    assert assess(now, known(was)).reason == "title-gone"


def test_a_page_that_never_showed_the_title_cannot_lose_it() -> None:
    now = seen(page=Page(b"<p>x", "text/html"), fingerprint=good("Boutique"))
    assert assess(now, known(good("Catalogue"))).reason == "ok"


def test_a_page_that_lost_the_work_on_another_domain_says_so() -> None:
    was = good("Un monde vulnérable, Tronto", title_seen=True, author_seen=True)
    now = seen(
        final="https://autre.fr/x", hops=hops(("https://revue.fr/articles/12", 301)), fingerprint=good("Boutique")
    )
    now.page = Page(b"<p>x", "text/html")
    assert assess(now, known(was)).reason == "other-domain"


def test_the_page_of_a_random_address_is_a_soft_404() -> None:
    was = good("Un monde vulnérable, Tronto", title_seen=True, author_seen=True)
    now = seen(page=Page(b"<p>x", "text/html"), fingerprint=good(LONG), random_page=good(LONG))
    assert assess(now, known(was)).reason == "same-page"


def test_a_site_of_which_nothing_is_left_was_replaced() -> None:
    was = Fingerprint(
        title="Observatoire", sketch=sketch(LONG + " participation citoyenne démocratie locale agents élues")
    )
    now = seen(page=Page(b"<p>x", "text/html"))
    now.fingerprint = Fingerprint(title="Soldes", sketch=sketch(OTHER + " catalogue remise offre client achat stock"))
    assert assess(now, Known(last_good=was, fingerprint=True)).reason == "replaced"


def test_the_sentence_names_the_detail() -> None:
    assert Finding("not-found", "HTTP 404").sentence == "The server says that the page is not there (HTTP 404)."
