"""The weight of each level of each comparison, in bits of log-odds; written by scripts/learn_dedupe.py."""

from collections.abc import Mapping

PRIOR = -0.8
"""Log-odds of a candidate pair of which nothing is known."""

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "title": {
        "equal, long": 4.9,
        "equal": 4.0,
        "equal, short": 1.9,
        "equal, recurring heading": -1.3,
        "misspelt, long": 4.4,
        "misspelt": 5.5,
        "without subtitle, long": 6.0,
        "without subtitle": 4.2,
        "without subtitle, short": 3.1,
        "beginning of the other, long": -1.1,
        "beginning of the other": -1.4,
        "end of the other, long": 1.9,
        "end of the other": -2.0,
        "part of the other, long": -1.0,
        "part and misspelt": 0.8,
        "one word differs": -4.4,
        "some words differ": -4.4,
        "half differs": -7.5,
        "differs": -9.1,
        "in another language": -1.0,
    },
    "numbers": {
        "equal": 0.3,
        "one more": -0.3,
    },
    "authors": {
        "all equal": 5.2,
        "equal": 4.5,
        "all but initials": 5.5,
        "initials": 6.0,
        "misspelt": 4.7,
        "a shorter list": 1.7,
        "some of them": -1.6,
        "few of them": -4.3,
        "others": -8.5,
    },
    "year": {
        "equal": -0.2,
        "one apart": -3.6,
        "two apart": -9.7,
        "differs, same issue": -4.3,
    },
    "container": {
        "equal": 2.0,
        "abridged": 1.7,
        "alike": -2.0,
        "one missing": -1.2,
        "differs": -4.3,
    },
    "issue": {
        "equal": 2.6,
        "in part": -0.4,
        "differs, same pages": -0.1,
        "differs": -10.9,
    },
    "pages": {
        "equal": 4.2,
        "same first page": -0.5,
        "overlap": -3.9,
        "differ": -1.6,
    },
    "extent": {
        "equal": 0.4,
        "differs": -4.6,
    },
    "publisher": {
        "equal": 3.7,
        "alike": 1.7,
        "differs": -6.4,
    },
    "kind": {
        "equal": 0.2,
        "compatible": -0.5,
        "differs": -3.6,
    },
    "edition": {
        "equal": 2.0,
        "one said": -0.4,
    },
    "doi": {
        "equal": 2.9,
        "differs": -3.0,
    },
    "isbn": {
        "equal": 3.4,
        "differs": -6.6,
    },
    "platform": {
        "equal": 1.6,
    },
}
"""Comparison → level → weight; a level that is not named weighs nothing, or a veto decides it."""
