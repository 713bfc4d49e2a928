"""Places: the same on each run, apart from one another, near to what they are tied to."""

from __future__ import annotations

import math
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.layout import CORE, NODE_RADIUS, Point, place_members, place_nodes, radius_of, spread_by_forces

Links = dict[tuple[int, int], float]


def place(count: int, links: Links) -> list[Point]:
    return place_nodes([NODE_RADIUS] * count, links, spread_by_forces(count, links))


def make_star(count: int) -> Links:
    return {(0, other): 1.0 for other in range(1, count)}


def distance(one: Point, two: Point) -> float:
    return math.dist(one, two)


def test_nothing_gives_nothing() -> None:
    assert place(0, {}) == []
    assert len(place(1, {})) == 1


def test_two_parties_lie_side_by_side() -> None:
    (x1, y1), (x2, y2) = place(2, {(0, 1): 1.0})
    assert abs(x1 - x2) > 100
    assert abs(y1 - y2) < 10


@settings(max_examples=25, deadline=None)
@given(
    st.integers(min_value=2, max_value=40).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.dictionaries(
                st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1]),
                st.floats(min_value=1, max_value=9),
                max_size=60,
            ),
        )
    )
)
def test_places_are_the_same_on_each_run_and_apart(case: tuple[int, Links]) -> None:
    count, links = case
    places = place(count, links)
    assert places == place(count, dict(reversed(links.items())))
    assert all(distance(one, two) > NODE_RADIUS for one, two in combinations(places, 2))


def test_tied_parties_are_nearer_than_others() -> None:
    ring = {(i, i + 1): 1.0 for i in range(11)}
    places = place(12, ring)
    tied = [distance(places[one], places[two]) for one, two in ring]
    others = [distance(places[one], places[two]) for one, two in combinations(range(12), 2) if (one, two) not in ring]
    assert sum(tied) / len(tied) < 0.6 * sum(others) / len(others)


def test_the_weak_of_a_large_graph_stand_outside_and_do_not_overlap() -> None:
    count = CORE + 150
    places = place(count, make_star(count))
    inner, outer = places[:CORE], places[CORE:]
    assert max(abs(y) for _, y in inner) < max(abs(y) for _, y in outer)
    assert min(distance(one, two) for one, two in combinations(outer, 2)) > NODE_RADIUS


def test_members_surround_their_party_within_its_disc() -> None:
    members = place_members((500, -200), 30)
    assert members[0] == (500, -200)
    assert all(distance(member, (500, -200)) <= radius_of(30) for member in members)
    assert min(distance(one, two) for one, two in combinations(members, 2)) > NODE_RADIUS


def test_discs_of_different_sizes_do_not_overlap() -> None:
    radii = [radius_of(count) for count in (40, 1, 12, 3, 1)]
    links = make_star(5)
    places = place_nodes(radii, links, spread_by_forces(5, links))
    for one, two in combinations(range(5), 2):
        assert distance(places[one], places[two]) > 0.9 * (radii[one] + radii[two])
