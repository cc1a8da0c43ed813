"""Which addresses may be asked: the guard against requests into private networks. Pure; no I/O.

Whoever connects calls `check_url` on every URL (each hop of a redirect too), resolves the name itself, keeps the
addresses that `is_public` accepts and connects to one of *those*, so that a second answer of the name server
cannot lead elsewhere. Behind a proxy, which resolves names itself, `check_url` alone must do: it knows every
spelling of a literal address that a resolver would understand.
"""

import re
import unicodedata
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from biblio.errors import AddressRefused

Address = IPv4Address | IPv6Address

# Own tables, because `is_global` of the standard library differs between Python versions.
# https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
_CLOSED_4 = tuple(
    IPv4Network(net)
    for net in [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ]
)
_OPEN_6 = IPv6Network("2000::/3")
_CLOSED_6 = tuple(IPv6Network(net) for net in ["2001::/23", "2001:db8::/32", "3fff::/20"])
_MAPPED, _NAT64, _6TO4 = IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16")

_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,4})?/[!-~]*")
_LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")
_LOCAL_SUFFIXES = (".localhost", ".local", ".localdomain", ".internal", ".home.arpa")


def is_public(address: str | Address) -> bool:
    """Tell whether an IP address lies in the public Internet; False for what is no IP address.

    IPv4 addresses inside IPv6 ones (mapped, NAT64, 6to4) are judged as IPv4.
    """
    try:
        ip = ip_address(address.partition("%")[0]) if isinstance(address, str) else address
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip in _MAPPED or ip in _NAT64:
            return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip in _6TO4:
            return is_public(IPv4Address(int(ip) >> 80 & 0xFFFFFFFF))
        return ip in _OPEN_6 and not any(ip in net for net in _CLOSED_6)
    return not any(ip in net for net in _CLOSED_4)


def literal_address(host: str) -> Address | None:
    """Return the IP address that ``host`` spells, or None for a name.

    Understands what resolvers do: ``127.1``, ``2130706433``, ``0x7f.0.0.1``, ``0177.0.0.1``, full-width digits
    (https://url.spec.whatwg.org/#concept-ipv4-parser).
    """
    name = unicodedata.normalize("NFKC", host).strip("[]").partition("%")[0].rstrip(".")
    try:
        return ip_address(name)
    except ValueError:
        return _loose_ipv4(name)


def _loose_ipv4(name: str) -> IPv4Address | None:
    parts = name.lower().split(".")
    if not 1 <= len(parts) <= 4:
        return None
    numbers = [_number(part) for part in parts]
    if any(number is None for number in numbers):
        return None
    *first, last = (number or 0 for number in numbers)
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        return None
    value = last
    for place, number in enumerate(first):
        value += number << 8 * (3 - place)
    return IPv4Address(value)


def _number(part: str) -> int | None:
    base = 16 if part.startswith("0x") else 8 if len(part) > 1 and part.startswith("0") else 10
    digits = part[2:] if base == 16 else part
    if len(digits) > 12 or not digits.isascii() or not digits.isalnum():
        return 0 if part == "0x" else None
    try:
        return int(digits, base)
    except ValueError:
        return None


def check_url(url: str, allow_private: bool = False) -> None:
    """Raise `AddressRefused` unless ``url`` is http or https to a host that may be asked.

    Refuses other schemes, URLs whose host different parsers would read differently (backslash, blank, control
    character), and, unless ``allow_private``, literal private addresses and names that always mean this machine or
    this network.
    """
    if allow_private and _PLAIN.fullmatch(url):
        return
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused(f"{url[:200]}: not a URL ({error})") from error
    if parts.scheme not in ("http", "https"):
        raise AddressRefused(
            f"{url[:200]}: only http and https are asked, not {parts.scheme or 'a relative address'}"
        )
    if not host:
        raise AddressRefused(f"{url[:200]}: no host")
    if "\\" in parts.netloc or any(char <= " " or char == "\x7f" for char in url):
        raise AddressRefused(f"{url[:200]!r}: blank, control character or backslash in the address")
    if allow_private:
        return
    name = unicodedata.normalize("NFKC", host).lower().rstrip(".")
    literal = literal_address(host)
    closed = name in _LOCAL_NAMES or name.endswith(_LOCAL_SUFFIXES) if literal is None else not is_public(literal)
    if closed:
        raise AddressRefused(f"{url[:200]}: {host} is in a private network", "allow it with --allow-private")
