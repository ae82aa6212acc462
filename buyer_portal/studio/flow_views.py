"""Change here what the flow map says of the screen that is looked at."""

from dataclasses import dataclass, field

from buyer_portal.i18n.catalogue import Words
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.screens.catalogue import promised
from buyer_portal.studio.flow_map import flow_map


@dataclass(frozen=True, slots=True, kw_only=True)
class StateView:
    """A named scenario that opens on a screen."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayView:
    """A screen that another one leads to."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenView:
    """A screen of the map; an empty id: none is looked at."""

    id: str = ""
    title: str = ""
    route: str = ""
    controls: int = 0
    texts: int = 0
    states: list[StateView] = field(default_factory=list[StateView])
    leads_to: list[WayView] = field(default_factory=list[WayView])
    comes_from: list[WayView] = field(default_factory=list[WayView])


def screen_view(its_id: str, words: Words) -> ScreenView:
    """Return what is told of a screen; of none when there is no such screen."""
    catalogue = promised()
    titles = {node.id: words(node.heading) for node in flow_map(catalogue).nodes}
    if its_id not in titles:
        return ScreenView()
    screen = catalogue.screen(its_id)
    return ScreenView(
        id=its_id,
        title=titles[its_id],
        route=screen.route,
        controls=len(screen.controls),
        texts=len(screen.texts),
        states=[
            StateView(name=named.name, title=words(f"studio.scenario.{named.name}"))
            for named in LIBRARY.values()
            if named.scenario.opening.page == screen.route
        ],
        leads_to=[WayView(id=to, title=titles[to]) for to in screen.leads_to if to in titles],
        comes_from=[
            WayView(id=one.id, title=titles[one.id])
            for one in catalogue.screens
            if one.id in titles and its_id in one.leads_to
        ],
    )
