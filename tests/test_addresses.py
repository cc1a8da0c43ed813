"""The guard against requests into private networks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biblio.addresses import check_url, is_public, literal_address
from biblio.errors import AddressRefused

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2001:db8::1",
    "2001::1",
]
PUBLIC = [
    "8.8.8.8",
    "172.15.0.1",
    "172.32.0.1",
    "193.48.96.1",
    "2001:41d0::1",
    "2a01:e0a::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


def test_what_is_no_address_is_not_public() -> None:
    assert not is_public("hal.science")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1:8080/x",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0x7f000001",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://①②⑦.⓪.⓪.①/",
        "http://user@127.0.0.1/",
        "http://hal.science:80@127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://x.localhost/",
        "http://imprimante.local/",
        "http://metadata.google.internal/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0/",
    ],
)
def test_a_url_into_a_private_network_is_refused_until_allowed(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url)
    check_url(url, allow_private=True)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://hal.science/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//hal.science/x",
        "/relatif",
        "http://",
        "http:///x",
        "http://[::1",
        "http://hal.science:port/",
        "http://hal.science\\@127.0.0.1/",
        "http://hal.science/a b",
        "http://hal.science/\r\nHost: x",
    ],
)
def test_what_is_no_web_address_is_refused_even_when_private_ones_are_allowed(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url, allow_private=True)


@pytest.mark.parametrize(
    "url",
    ["https://hal.science/hal-1", "http://été.fr/page", "https://8.8.8.8/", "http://1.example.fr", "http://c0.fr"],
)
def test_a_public_url_passes(url: str) -> None:
    check_url(url)


@given(st.text(max_size=30))
def test_any_host_is_either_an_address_or_a_name(host: str) -> None:
    literal = literal_address(host)
    assert literal is None or literal.version in (4, 6)


@given(st.ip_addresses(v=4))
def test_every_spelling_of_an_ipv4_address_is_read(ip) -> None:
    value = int(ip)
    a, rest = value >> 24, value & 0xFFFFFF
    for spelling in (str(ip), str(value), hex(value), f"{a}.{rest}", f"0{a:o}.{rest}"):
        assert literal_address(spelling) == ip
