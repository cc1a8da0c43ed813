"""The weight of each level of each comparison, in bits of log-odds; written by scripts/learn_dedupe.py."""

from collections.abc import Mapping

PRIOR = -0.4
"""Log-odds of a candidate pair of which nothing is known."""

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "title": {
        "equal, long": 4.6,
        "equal": 3.5,
        "equal, short": 1.5,
        "equal, recurring heading": -0.3,
        "misspelt, long": 3.9,
        "misspelt": 4.0,
        "without subtitle, long": 5.4,
        "without subtitle": 2.2,
        "without subtitle, short": 2.6,
        "beginning of the other": 1.6,
        "end of the other, long": 0.7,
        "end of the other": -2.0,
        "part of the other, long": -1.4,
        "part of the other": -0.4,
        "part and misspelt": 0.4,
        "one word differs": -4.5,
        "some words differ": -4.4,
        "half differs": -7.3,
        "differs": -8.4,
        "in another language": -0.4,
    },
    "numbers": {
        "equal": 0.2,
    },
    "authors": {
        "all equal": 4.3,
        "equal": 3.9,
        "all but initials": 4.3,
        "initials": 5.4,
        "misspelt": 4.3,
        "a shorter list": 2.4,
        "some of them": -0.4,
        "few of them": -3.3,
        "others": -8.4,
    },
    "year": {
        "equal": 0.1,
        "one apart": -3.2,
        "two apart": -8.5,
        "differs, same issue": -2.3,
    },
    "container": {
        "equal": 1.2,
        "abridged": 1.6,
        "alike": -2.6,
        "one missing": -1.0,
        "differs": -3.6,
    },
    "issue": {
        "equal": 1.8,
        "in part": -0.8,
        "differs, same pages": -0.4,
        "differs": -8.7,
    },
    "pages": {
        "equal": 4.5,
        "same first page": 0.1,
        "overlap": -2.5,
        "differ": 0.2,
    },
    "extent": {
        "equal": 0.3,
        "differs": -3.4,
    },
    "publisher": {
        "equal": 3.7,
        "alike": 1.9,
        "differs": -5.7,
    },
    "kind": {
        "equal": -0.1,
        "compatible": -1.0,
        "differs": -2.7,
    },
    "edition": {
        "equal": 1.5,
        "one said": -0.3,
    },
    "doi": {
        "equal": 2.1,
        "differs": -1.6,
    },
    "isbn": {
        "equal": 2.7,
        "differs": -4.8,
    },
    "platform": {
        "equal": 1.4,
    },
}
"""Comparison → level → weight; a level that is not named weighs nothing, or a veto decides it."""
