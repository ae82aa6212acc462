"""Change here how the flow map looks; where its boxes stand: ``studio/flow_map.py``."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import views_in
from buyer_portal.components.studio.fields import panel
from buyer_portal.components.studio.live_frame import frame_probe, live_frame
from buyer_portal.components.studio.shell import studio_shell
from buyer_portal.components.words import PageWords
from buyer_portal.pages.studio.flow.state import FlowState
from buyer_portal.screens.catalogue import promised
from buyer_portal.studio.flow_map import HEIGHT, WIDTH, FlowMap, Node, flow_map
from buyer_portal.studio.flow_views import ScreenView, StateView, WayView
from buyer_portal.studio.screens import ADDRESSES, Screen


def flow_page(words: PageWords) -> rx.Component:
    """Draw the map, and beside it the screen that is looked at."""
    found = flow_map(promised())
    return studio_shell(
        frame_probe(FlowState.probe, FlowState.know_frames),
        rx.el.div(_map(found, words), _beside(words), class_name="flow-pair"),
        rx.el.script(src="/studio/flow.js", custom_attrs={"async": True}),
        words=words,
        screen=Screen.FLOW,
        actions=_actions(words),
    )


def _actions(words: PageWords) -> tuple[rx.Component, ...]:
    return (
        rx.el.button(
            words.t("studio.flow.forget"),
            type="button",
            class_name="btn btn-outline hair min-h-11",
            custom_attrs={"data-flow-forget": ""},
        ),
        rx.el.button(
            words.t("studio.flow.svg"),
            type="button",
            on_click=FlowState.download_svg,
            class_name="btn btn-outline hair min-h-11",
        ),
        rx.el.button(
            words.t("studio.flow.mermaid"),
            type="button",
            on_click=FlowState.download_mermaid,
            class_name="btn btn-outline hair min-h-11",
        ),
    )


def _map(found: FlowMap, words: PageWords) -> rx.Component:
    return panel(
        rx.el.p(
            rx.el.span(class_name="flow-key", custom_attrs={"data-visited": ""}),
            words.t("studio.flow.key.visited"),
            rx.el.span(class_name="flow-key"),
            words.t("studio.flow.key.never"),
            rx.el.span(class_name="flow-key", custom_attrs={"data-common": ""}),
            words.t("studio.flow.key.common"),
            class_name="flow-keys",
        ),
        rx.el.div(
            rx.el.div(
                rx.el.svg(
                    *(
                        rx.el.path(
                            d=edge.path,
                            class_name="flow-way",
                            custom_attrs={"data-from": edge.source, "data-to": edge.target},
                        )
                        for edge in found.edges
                    ),
                    view_box=f"0 0 {found.width} {found.height}",
                    class_name="flow-ways",
                    custom_attrs={"aria-hidden": "true"},
                ),
                *(_node(node, found, words) for node in found.nodes),
                class_name="flow-map",
                style={"aspectRatio": f"{found.width} / {found.height}"},
                custom_attrs={"data-chosen": FlowState.chosen},
            ),
            class_name="studio-scroll",
            custom_attrs={
                "tabIndex": 0,
                "role": "region",
                "aria-label": words.t("studio.flow.title"),
            },
        ),
    )


def _node(node: Node, found: FlowMap, words: PageWords) -> rx.Component:
    """Draw a box; flow.js says in ``data-visited`` and ``data-current`` where somebody was."""
    common = {"data-common": ""} if node.is_common else {}
    return rx.el.button(
        rx.el.span(words.t(node.heading), class_name="flow-name"),
        rx.el.span(node.route, class_name="flow-route"),
        rx.el.span(
            words.t("studio.flow.never"),
            class_name="visually-hidden",
            custom_attrs={"data-never": ""},
        ),
        type="button",
        on_click=FlowState.choose(node.id),
        class_name="flow-node",
        style={
            "left": f"{100 * node.x / found.width:.3f}%",
            "top": f"{100 * node.y / found.height:.3f}%",
            "width": f"{100 * WIDTH / found.width:.3f}%",
            "height": f"{100 * HEIGHT / found.height:.3f}%",
        },
        custom_attrs={"data-screen": node.id, "data-route": node.route, **common},
    )


def _beside(words: PageWords) -> rx.Component:
    screen: ObjectVar[ScreenView] = FlowState.screen.to(ScreenView)
    return rx.el.section(
        rx.cond(
            FlowState.chosen == "",
            rx.el.p(words.t("studio.flow.none"), class_name="quiet text-sm"),
            rx.el.div(
                rx.el.h2(screen.title, class_name="text-[17px] font-semibold"),
                rx.el.p(rx.el.code(screen.route), class_name="quiet mt-0.5 text-sm break-all"),
                rx.el.p(
                    words.t(
                        "studio.flow.counts",
                        controls=screen.controls.to_string(),
                        texts=screen.texts.to_string(),
                    ),
                    class_name="quiet mt-1 text-sm",
                    custom_attrs={"data-counts": ""},
                ),
                rx.el.h3(words.t("studio.flow.states"), class_name="studio-h3"),
                rx.cond(
                    screen.states.length() > 0,
                    rx.el.ul(
                        rx.foreach(views_in(screen.states, StateView), _state),
                        class_name="flow-states",
                    ),
                    rx.el.p(words.t("studio.flow.no_states"), class_name="quiet text-sm"),
                ),
                _ways(views_in(screen.leads_to, WayView), words.t("studio.flow.leads_to")),
                _ways(views_in(screen.comes_from, WayView), words.t("studio.flow.comes_from")),
            ),
        ),
        _played(words),
        class_name="panel flow-beside",
    )


def _played(words: PageWords) -> rx.Component:
    """Draw the situation that was opened, as its buyer sees it."""
    return rx.el.div(
        rx.el.p(
            rx.cond(
                FlowState.has_failed,
                words.t("studio.flow.failed"),
                rx.cond(FlowState.is_opening, words.t("studio.flow.opening"), ""),
            ),
            class_name="text-sm empty:hidden",
            custom_attrs={"role": "status"},
        ),
        rx.cond(
            FlowState.played != "",
            rx.fragment(
                live_frame(
                    words,
                    "flow",
                    src=FlowState.src,
                    can_frame=FlowState.can_frame,
                    width=FlowState.width,
                    height=FlowState.height,
                    below=170,
                ),
                rx.cond(
                    FlowState.link != "",
                    rx.el.a(
                        words.t("studio.words.own_tab"),
                        href=FlowState.link,
                        target="_blank",
                        class_name="text-link inline-flex min-h-11 items-center text-sm",
                        custom_attrs={"data-play": ""},
                    ),
                    rx.fragment(),
                ),
            ),
            rx.fragment(),
        ),
        class_name="flow-played",
    )


def _state(state: ObjectVar[StateView]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            state.title,
            type="button",
            on_click=FlowState.play(state.name),
            class_name="btn btn-sm btn-outline hair min-h-11 h-auto w-full justify-start text-start",
            custom_attrs={
                "data-state": state.name,
                "aria-pressed": rx.cond(FlowState.played == state.name, "true", "false"),
            },
        ),
        key=state.name,
    )


def _ways(ways: "rx.Var[list[WayView]]", title: rx.Var[str]) -> rx.Component:
    return rx.fragment(
        rx.el.h3(title, class_name="studio-h3"),
        rx.el.ul(
            rx.foreach(
                ways,
                lambda way: rx.el.li(
                    rx.el.button(
                        way.title,
                        type="button",
                        on_click=FlowState.choose(way.id),
                        class_name="btn btn-sm btn-outline hair min-h-11",
                        custom_attrs={"data-way": way.id},
                    ),
                    key=way.id,
                ),
            ),
            class_name="flex flex-wrap gap-2",
        ),
    )


def register(app: rx.App) -> None:
    """Add the map in each language."""
    add_in_each_language(
        app, flow_page, ADDRESSES[Screen.FLOW], title="studio.flow.title", on_load=FlowState.load
    )
