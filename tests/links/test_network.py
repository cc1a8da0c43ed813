"""Whose failure it is when nobody answers."""

import pytest

from biblio.links.judge import Finding
from biblio.links.network import Network
from biblio.links.target import Result, Target


def silent(network: Network, *hosts: str, reason: str = "no-domain") -> None:
    for host in hosts:
        network.hold(Result(Target(f"https://{host}/"), Finding(reason)), host)


@pytest.mark.parametrize("hosts", [("one.example",), ("one.example", "two.example")])
def test_no_domain_is_called_dead_while_nobody_has_answered(hosts: tuple[str, ...]) -> None:
    network = Network()
    silent(network, *hosts)
    assert {result.finding.reason for result in network.settle()} == {"own-network"}


def test_a_domain_is_gone_when_another_host_has_answered() -> None:
    network = Network()
    network.answered("good.example", "https://good.example/")
    silent(network, "one.example")
    assert [result.finding.reason for result in network.settle()] == ["no-domain"]


def test_one_host_that_is_silent_alone_keeps_its_own_failure() -> None:
    network = Network()
    silent(network, "one.example", reason="timeout")
    assert [result.finding.reason for result in network.settle()] == ["timeout"]
