"""Who is looked at before his day."""

from biblio.links.memory import DAY, Rhythm
from biblio.links.rota import MOST, called
from biblio.model import Standing

NOW = 20_000 * DAY + 3 * 3600
RHYTHM = Rhythm(rest=30, host=2)


def link(name: str, host: str = "h.fr", state: str = "ok", *, checked: float = 10, since: float = 100) -> Standing:
    """A link last checked and in its state for so many days, and due in twenty."""
    ago = [int(NOW - days * DAY) for days in (since, checked)]
    return Standing(f"https://{host}/{name}", host, state, *ago, NOW + 20 * DAY)


def names(links: list[Standing], rhythm: Rhythm = RHYTHM) -> list[str]:
    return [url.rpartition("/")[2] for url in called(links, NOW, rhythm)]


def test_of_a_host_not_seen_lately_the_link_longest_unseen_is_called() -> None:
    assert names([link("a", checked=5), link("b", checked=9), link("c", checked=7)]) == ["b"]


def test_a_host_that_was_seen_lately_is_left_alone() -> None:
    assert names([link("a", checked=1), link("b", checked=9)]) == []


def test_a_host_that_is_seen_tonight_anyway_is_left_alone() -> None:
    due = link("a", checked=9)._replace(next_check=NOW)
    assert names([due, link("b", checked=9)]) == []


def test_a_host_nobody_has_looked_at_yet_waits_for_the_first_dates_of_its_links() -> None:
    assert names([link("a")._replace(state="new", checked=0)]) == []


def test_hosts_called_in_one_night_are_bounded_and_the_longest_unseen_come_first() -> None:
    hosts = [link(str(number), f"h{number}.fr", checked=3 + number / 100) for number in range(6000)]
    found = names(hosts)
    assert len(found) == 200
    assert found[0] == "5999"


def test_on_a_full_night_hosts_wait_for_another() -> None:
    hosts = [link(str(number), f"h{number}.fr", checked=9) for number in range(6000)]
    due = [link(str(number), "due.fr")._replace(next_check=NOW) for number in range(280)]
    assert len(names([*hosts, *due[:50]])) == 201
    assert len(names([*hosts, *due])) == 100


def test_the_neighbours_of_a_failing_link_are_called_longest_unseen_first() -> None:
    links = [link("bad", state="suspect", checked=1, since=1)]
    links += [link(str(days), checked=days) for days in range(3, 20)]
    assert names(links) == ["19", "18", "17"]


def test_neighbours_seen_in_the_very_night_of_the_failure_are_not_called_again() -> None:
    links = [link("bad", state="suspect", checked=0.1, since=0.1)]
    assert names([*links, *(link(str(number), checked=0.11) for number in range(9))]) == []


def test_each_neighbour_found_sound_spares_another() -> None:
    links = [link("bad", state="suspect", checked=1, since=2)]
    links += [link("sound", checked=1), link("also", checked=1)]
    links += [link(str(days), checked=days) for days in range(3, 20)]
    assert names(links) == ["19"]


def test_the_more_of_a_host_fails_the_more_are_called_up_to_a_bound() -> None:
    waiting = [link(str(number), checked=9) for number in range(900)]
    four = [link(f"bad{number}", state="suspect", checked=1, since=1) for number in range(4)]
    assert len(names(four + waiting)) == 12
    assert len(names([*four * 100, *waiting])) == MOST


def test_a_move_calls_neighbours_while_it_is_new() -> None:
    waiting = [link(str(number), checked=9) for number in range(9)]
    assert len(names([link("gone", state="moved", checked=1, since=1), *waiting])) == 3
    assert names([link("gone", state="moved", checked=1, since=60), *waiting]) == []


def test_the_neighbours_on_other_hosts_are_none() -> None:
    assert names([link("bad", state="suspect", checked=1, since=1), link("a", "other.fr", checked=1)]) == []
