"""Change here how the flow map is laid out: screens in columns by their address, ways between."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from buyer_portal import routes
from buyer_portal.screens.catalogue import Catalogue, Screen

WIDTH: Final = 172
HEIGHT: Final = 60
GAP_X: Final = 84
GAP_Y: Final = 22
MARGIN: Final = 16
COMMON: Final = 0.6
"""A screen that this share of all screens leads to is reached from everywhere."""
_ENTRANCES: Final = frozenset({"/", routes.LOGIN, "/404"})
_STUDIO: Final = "studio"
_OWN_NAMES: Final = {"/": "studio.flow.start", routes.SUPPORT_TICKET: "studio.flow.ticket"}
"""Screens whose heading says what they do at the moment, or what another one says too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A screen on the map; ``heading`` is the message id of its name."""

    id: str
    route: str
    heading: str
    x: int
    y: int
    is_common: bool
    """Whether every page leads there, so that no ways to it are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A way from one screen to another, as the path of an SVG."""

    source: str
    target: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowMap:
    """Screens and ways, laid out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int


def flow_map(catalogue: Catalogue) -> FlowMap:
    """Return the map of the buyers' screens of a catalogue."""
    screens = [one for one in catalogue.screens if not one.id.startswith(_STUDIO)]
    common = _common(screens)
    ways = {
        screen.id: [to for to in screen.leads_to if to not in common or _is_entrance(screen)]
        for screen in screens
    }
    columns = _columns(screens, common, ways)
    tallest = max(len(column) for column in columns)
    height = 2 * MARGIN + tallest * (HEIGHT + GAP_Y) - GAP_Y
    headings = Counter(heading for screen in screens for heading in screen.headings)
    nodes: list[Node] = []
    for at, column in enumerate(columns):
        spare = (height - 2 * MARGIN - len(column) * HEIGHT) // max(1, len(column))
        for row, screen in enumerate(column):
            nodes.append(
                Node(
                    id=screen.id,
                    route=screen.route,
                    heading=_OWN_NAMES.get(screen.route)
                    or min(screen.headings, key=lambda one: (headings[one], len(one), one)),
                    x=MARGIN + at * (WIDTH + GAP_X),
                    y=MARGIN + spare // 2 + row * (HEIGHT + spare),
                    is_common=screen.id in common,
                )
            )
    placed = {node.id: node for node in nodes}
    edges = [
        Edge(source=source, target=to, path=_path(placed[source], placed[to]))
        for source, targets in ways.items()
        for to in targets
        if to in placed
    ]
    width = 2 * MARGIN + len(columns) * (WIDTH + GAP_X) - GAP_X // 2  # ways within the last
    return FlowMap(nodes=tuple(nodes), edges=tuple(edges), width=width, height=height)


def _common(screens: list[Screen]) -> frozenset[str]:
    reached = Counter(to for screen in screens for to in screen.leads_to)
    return frozenset(to for to, count in reached.items() if count >= COMMON * len(screens))


def _is_entrance(screen: Screen) -> bool:
    return screen.route in _ENTRANCES


def _columns(
    screens: list[Screen], common: frozenset[str], ways: dict[str, list[str]]
) -> list[list[Screen]]:
    """Return the screens by how deep their address is; within a column, near what leads there."""
    columns: dict[int, list[Screen]] = {}
    for screen in screens:
        depth = len([part for part in screen.route.split("/") if part])
        if _is_entrance(screen):
            depth = 0
        elif depth == 1 and screen.id not in common:
            depth = 2
        columns.setdefault(min(depth, 3), []).append(screen)
    ordered = [sorted(columns[depth], key=lambda one: one.id) for depth in sorted(columns)]
    for _ in range(4):
        for at in range(len(ordered)):
            rows = {
                screen.id: row / max(1, len(column))
                for column in ordered
                for row, screen in enumerate(column)
            }
            ordered[at].sort(key=lambda one: (_height_of(one, ways, rows), one.id))
    return ordered


def _height_of(screen: Screen, ways: dict[str, list[str]], rows: dict[str, float]) -> float:
    """Return about where the screens stand that lead to one, or that it leads to; 0 is the top."""
    near = [rows[source] for source, targets in ways.items() if screen.id in targets]
    near += [rows[to] for to in ways[screen.id] if to in rows]
    return sum(near) / len(near) if near else rows[screen.id]


def _path(source: Node, target: Node) -> str:
    """Return a curve from one box to another: forwards, backwards, or round within a column."""
    start_y, end_y = source.y + HEIGHT // 2, target.y + HEIGHT // 2
    if source.x == target.x:
        x = source.x + WIDTH
        bow = x + GAP_X // 2
        return f"M{x} {start_y}C{bow} {start_y} {bow} {end_y} {x} {end_y}"
    if source.x < target.x:
        start_x, end_x = source.x + WIDTH, target.x
    else:
        start_x, end_x = source.x, target.x + WIDTH
    middle = (start_x + end_x) // 2
    return f"M{start_x} {start_y}C{middle} {start_y} {middle} {end_y} {end_x} {end_y}"
