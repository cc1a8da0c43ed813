"""Works that nobody wrote, as many as a test wants: each with a HAL identifier and a DOI."""

from typing import Any

from biblio.model import Work

_WORDS = str.split(
    "guichet territoire usager commun friche atelier archive rivage moulin verger passage lanterne cadastre boussole "
    "marge seuil récit quai sillon clairière comptoir balance carrefour glacier phare"
)
_NAMES = str.split(
    "Abric Bellot Cazin Doutre Esnault Fargier Gourvil Hamel Iribarne Jolivet Kerbrat Lozac'h Mével Nobili"
)


def truth(number: int) -> dict[str, Any]:
    """Return the case of one invented article."""
    a, b, c = (_WORDS[(number // len(_WORDS) ** place) % len(_WORDS)] for place in range(3))
    return {
        "url": f"https://hal.science/hal-{number + 1_000_000:08}",
        "platform": "hal",
        "ids": {"hal": f"hal-{number + 1_000_000:08}", "doi": f"10.5555/inv.{number}"},
        "type": "article-journal",
        "title": f"Le {a} et le {b} : enquête sur le {c}, cahier {number}",
        "authors": [{"family": _NAMES[number % len(_NAMES)], "given": "Camille"}],
        "container": f"Revue des {_WORDS[number % 7]}s",
        "year": str(1990 + number % 35),
        "volume": str(number % 40 + 1),
        "issue": str(number % 4 + 1),
        "pages": f"{number % 300 + 1}-{number % 300 + 20}",
        "issn": "1234-5679",
    }


def work(number: int) -> Work:
    """Return the invented article as a report cites it, with its HAL address and its DOI."""
    about = truth(number)
    return Work(
        key=f"w{number}",
        kind="work",
        csl={"title": about["title"].partition(" : ")[0], "author": [{"family": about["authors"][0]["family"]}]},
        ids=dict(about["ids"]),
        urls=(about["url"],),
    )
