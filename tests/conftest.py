"""What all tests share."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Where a submission is judged the same examples are tried every time; elsewhere new ones are looked for.
settings.register_profile("judged", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("judged")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports, gold references and cases that lies beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("needs the real reports and cases in ../shared, which are not part of the project")
    return SHARED


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
