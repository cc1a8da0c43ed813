"""The weight of each level of each comparison, in bits of log-odds; written by scripts/learn_dedupe.py."""

from collections.abc import Mapping

PRIOR = -0.5
"""Log-odds of a candidate pair of which nothing is known."""

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "title": {
        "equal, long": 4.0,
        "equal": 3.8,
        "equal, short": 1.1,
        "equal, recurring heading": 1.1,
        "misspelt, long": 3.8,
        "misspelt": 3.3,
        "without subtitle, long": 5.1,
        "without subtitle": 1.7,
        "without subtitle, short": 2.2,
        "beginning of the other": 1.0,
        "part of the other, long": -1.0,
        "part of the other": -1.2,
        "part and misspelt": 0.2,
        "one word differs": -3.7,
        "some words differ": -4.1,
        "half differs": -7.2,
        "differs": -8.4,
        "in another language": -0.4,
    },
    "numbers": {
        "equal": -0.1,
        "one more": 0.3,
    },
    "authors": {
        "all equal": 3.5,
        "equal": 2.9,
        "all but initials": 3.9,
        "initials": 4.9,
        "misspelt": 3.6,
        "a shorter list": 1.7,
        "some of them": -0.7,
        "few of them": -3.4,
        "others": -7.4,
    },
    "year": {
        "equal": 0.4,
        "one apart": -2.6,
        "two apart": -6.1,
    },
    "container": {
        "equal": 0.7,
        "abridged": 1.9,
        "alike": -2.4,
        "one missing": -0.9,
        "differs": -4.0,
    },
    "issue": {
        "equal": 0.6,
        "in part": -0.8,
        "differs, same pages": -0.3,
        "differs": -6.6,
    },
    "pages": {
        "equal": 5.4,
        "same first page": 0.6,
        "overlap": -1.8,
        "differ": -0.6,
    },
    "extent": {
        "equal": -0.4,
        "differs": -1.8,
    },
    "publisher": {
        "equal": 3.5,
        "alike": 2.1,
        "differs": -4.9,
    },
    "kind": {
        "equal": -0.1,
        "compatible": -1.0,
        "differs": -2.0,
    },
    "edition": {
        "equal": 1.4,
        "one said": -0.4,
    },
    "doi": {
        "equal": 4.3,
        "differs": -0.1,
    },
    "isbn": {
        "equal": 3.0,
        "differs": -3.3,
    },
    "platform": {
        "equal": 0.7,
    },
}
"""Comparison → level → weight; a level that is not named weighs nothing, or a veto decides it."""
