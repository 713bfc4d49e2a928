"""Place nodes on the plane beforehand, so that the page draws at once and looks the same on each run.

Parties come first: the strongest by forces (Fruchterman and Reingold, *Graph Drawing by Force-directed Placement*,
1991, with gravity), the others on rings around them, near the direction of their strongest neighbour. Actors stand
around their party's place, strongest in the middle, so that both zoom levels show the same map.

No chance is involved. Forces use only operations that IEEE 754 defines exactly, and each step is rounded: noise in
the last bit cannot grow. Limits: beyond `CORE` nodes distance means little.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Point = tuple[int, int]
Links = Mapping[tuple[int, int], float]
Floats = NDArray[np.float64]

# Forces cost the square of the nodes: 400 nodes take .6 s on one core.
CORE = 400
STEPS = 150
GRAVITY = 0.06
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
# Half of the room that a node with its label needs, in pixels at zoom 1.
NODE_RADIUS = 62.0
# A label is wider than high, and so is a screen.
STRETCH = 1.35


def place_nodes(radii: Sequence[float], links: Links, spread: Floats) -> list[Point]:
    """Place nodes, given in order of strength, so that discs of `radii` do not overlap.

    `links` maps pairs of indices to weights above zero; `spread` is what `spread_by_forces` returned for them.
    """
    inner = separate(spread, np.array(radii[: len(spread)], dtype=np.float64))
    outer = place_on_rings(inner, radii, links)
    return [_snap(x, y) for x, y in [*inner.tolist(), *outer]]


def place_members(centre: Point, count: int, *, spacing: float = NODE_RADIUS) -> list[Point]:
    """Place `count` members of a party around `centre` like the seeds of a sunflower, the first in the middle."""
    points = []
    for index in range(count):
        distance, angle = 1.7 * spacing * math.sqrt(index), index * GOLDEN_ANGLE
        points.append(_snap(centre[0] + distance * math.cos(angle), centre[1] + distance * math.sin(angle)))
    return points


def radius_of(count: int, *, spacing: float = NODE_RADIUS) -> float:
    """Return the radius of the disc that `place_members` fills."""
    return spacing * (1.7 * math.sqrt(max(count - 1, 0)) + 1)


def spread_by_forces(count: int, links: Links) -> Floats:
    """Return the first `CORE` of `count` nodes with linked ones about one unit apart; the longest axis lies flat."""
    count = min(count, CORE)
    if count == 0:
        return np.zeros((0, 2))
    links = {pair: weight for pair, weight in links.items() if max(pair) < count}
    position = _spiral(count)
    ends, weights = _as_arrays(links)
    for step in range(STEPS):
        force = _repel(position) - GRAVITY * position
        _attract(force, position, ends, weights)
        length = np.sqrt((force**2).sum(axis=1, keepdims=True)) + 1e-9
        limit = 0.6 * (1 - step / STEPS) + 0.01
        position = np.round(position + force / length * np.minimum(length, limit), 6)
    return _lay_flat(position)


def separate(position: Floats, radii: Floats, *, rounds: int = 100) -> Floats:
    """Scale to pixels and push overlapping discs apart."""
    if len(position) == 0:
        return position
    placed = position * 3.2 * float(np.median(radii))
    reach = radii[:, None] + radii[None, :]
    for _ in range(rounds):
        x, y, squared = _differences(placed)
        distance = np.sqrt(squared) + 1e-9
        overlap = np.maximum(reach - distance, 0)
        np.fill_diagonal(overlap, 0)
        if float(overlap.max()) < 1:
            break
        share = 0.3 * overlap / distance
        placed = np.round(placed + np.stack([(x * share).sum(axis=1), (y * share).sum(axis=1)], axis=1), 3)
    stretched: Floats = placed * np.array([STRETCH, 1.0])
    return stretched


def place_on_rings(inner: Floats, radii: Sequence[float], links: Links) -> list[tuple[float, float]]:
    """Place the nodes after `inner` on rings around it, ordered by the direction of their strongest neighbour."""
    rest = range(len(inner), len(radii))
    if len(rest) == 0:
        return []
    step = 2 * max(radii[index] for index in rest)
    reach = float(np.sqrt((inner**2).sum(axis=1)).max()) + float(max(radii[: len(inner)])) + step
    angles = _find_directions(inner, rest, links)
    placed: dict[int, tuple[float, float]] = {}
    first = 0
    while first < len(rest):
        room = max(int(2 * math.pi * reach / step), 1)
        ring = sorted(rest[first : first + room], key=lambda index: (angles[index], index))
        for slot, index in enumerate(ring):
            angle = 2 * math.pi * slot / len(ring) if len(ring) > room // 2 else angles[index] + slot * step / reach
            placed[index] = (STRETCH * reach * math.cos(angle), reach * math.sin(angle))
        first, reach = first + room, reach + step
    return [placed[index] for index in rest]


def _find_directions(inner: Floats, rest: Sequence[int], links: Links) -> dict[int, float]:
    best: dict[int, tuple[float, int]] = {}
    for (one, two), weight in sorted(links.items()):
        low, high = min(one, two), max(one, two)
        if low < len(inner) <= high and weight > best.get(high, (0.0, 0))[0]:
            best[high] = (weight, low)
    angles = {}
    for index in rest:
        x, y = inner[best[index][1]].tolist() if index in best else (1.0, 0.0)
        angles[index] = round(math.atan2(y, x), 6)
    return angles


def _spiral(count: int) -> Floats:
    turns = [(math.sqrt(index + 0.5), index * GOLDEN_ANGLE) for index in range(count)]
    points = [(distance * math.cos(angle), distance * math.sin(angle)) for distance, angle in turns]
    return np.array(points, dtype=np.float64).round(6)


def _as_arrays(links: Links) -> tuple[NDArray[np.int64], Floats]:
    pairs = sorted(links)
    heaviest = max(links.values(), default=1.0)
    # Square roots: one tie of a hundred events must not crush the picture.
    weights = [0.3 + 0.7 * math.sqrt(links[pair] / heaviest) for pair in pairs]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), np.array(weights, dtype=np.float64)


def _repel(position: Floats) -> Floats:
    x, y, squared = _differences(position)
    inverse = 1 / (squared + 0.01)
    return np.stack([(x * inverse).sum(axis=1), (y * inverse).sum(axis=1)], axis=1)


def _differences(position: Floats) -> tuple[Floats, Floats, Floats]:
    """Return x, y and squared distance of all pairs."""
    x = position[:, None, 0] - position[None, :, 0]
    y = position[:, None, 1] - position[None, :, 1]
    return x, y, x * x + y * y


def _attract(force: Floats, position: Floats, ends: NDArray[np.int64], weights: Floats) -> None:
    delta = position[ends[:, 0]] - position[ends[:, 1]]
    pull = delta * (np.sqrt((delta**2).sum(axis=1)) * weights)[:, None]
    np.add.at(force, ends[:, 0], -pull)
    np.add.at(force, ends[:, 1], pull)


def _lay_flat(position: Floats) -> Floats:
    centred = position - position.mean(axis=0)
    x, y = centred[:, 0], centred[:, 1]
    angle = 0.5 * math.atan2(2 * float((x * y).sum()), float((x**2).sum() - (y**2).sum()))
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.round(np.stack([cosine * x + sine * y, cosine * y - sine * x], axis=1), 6)


def _snap(x: float, y: float) -> Point:
    return round(x), round(y)
