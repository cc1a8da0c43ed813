"""Registrable domains, by the public suffix list (https://publicsuffix.org)."""

from functools import lru_cache
from typing import TYPE_CHECKING

from biblio.addresses import literal_address

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=1)
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """Return the domain that somebody registered (``hal.science`` of ``shs.hal.science``), else the host itself."""
    name = host.lower().rstrip(".")
    if literal_address(name) is not None:
        return name
    return _suffixes().privatesuffix(name) or name
