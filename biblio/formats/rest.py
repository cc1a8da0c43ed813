r"""What a format has no field for, as JSON in one field of its own.

biblatex gives it a custom field (``verba``), CSL-JSON its ``custom`` object. Braces inside strings are spelt
``\u007b`` so that those of the JSON always balance, as BibTeX demands.
"""

import json
import re
from typing import Any

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACES = {"{": "\\u007b", "}": "\\u007d"}


def dump(rest: dict[str, Any]) -> str:
    """Return the rest as one line of JSON with sorted keys and balanced braces."""
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _STRING.sub(lambda match: re.sub("[{}]", lambda brace: _BRACES[brace[0]], match[0]), text)


def load(text: str) -> dict[str, Any]:
    """Return the rest that `dump` wrote; empty for anything else, for the field may be another's."""
    if not text.startswith("{"):
        return {}
    try:
        rest = json.loads(text)
    except ValueError:
        return {}
    return rest if isinstance(rest, dict) else {}
