"""Change here the rows of profile and settings: a label, a value, where it leads."""

import reflex as rx

from buyer_portal.components.icons import icon


def panel(
    *children: rx.Component,
    title: "rx.Var[str] | None" = None,
    id: str = "",  # noqa: A002
    aside: "rx.Component | None" = None,
) -> rx.Component:
    """Draw a white panel, named by ``title`` when it has one; ``aside`` stands beside that."""
    heading = f"{id}-title" if id else ""
    attributes = {"id": id} if id else {}
    if title is not None and id:
        attributes["aria-labelledby"] = heading
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title, id=heading, class_name="flex-1 text-[15px] font-semibold"),
            aside or rx.fragment(),
            class_name="flex items-baseline gap-3 pt-4 pb-1",
        )
        if title is not None
        else rx.fragment(),
        *children,
        class_name="panel px-5",
        custom_attrs=attributes,
    )


def link_row(
    label: "rx.Var[str]",
    *,
    href: "rx.Var[str]",
    symbol: str = "",
    value: "rx.Var[str] | rx.Component | None" = None,
    about: "rx.Var[str] | None" = None,
) -> rx.Component:
    """Draw a row that leads somewhere; ``value`` stands at its end, ``about`` below the label."""
    return rx.el.a(
        icon(symbol, "size-5 quiet") if symbol else rx.fragment(),
        rx.el.span(
            rx.el.span(label, class_name="block"),
            rx.el.span(about, class_name="quiet block text-[13px]")
            if about is not None
            else rx.fragment(),
            class_name="min-w-0 flex-1",
        ),
        rx.el.span(value, class_name="quiet text-sm text-end") if value is not None else "",
        icon("chevron", "size-5 quiet"),
        href=href,
        class_name="row-link",
    )


def skeleton_rows(number: int = 3) -> rx.Component:
    """Draw what is still being fetched; the sentence that says so is the page's."""
    return rx.el.div(
        *(
            rx.el.div(
                rx.el.div(class_name="bone size-11 rounded-full"),
                rx.el.div(
                    rx.el.div(class_name="bone h-4 w-2/3"),
                    rx.el.div(class_name="bone mt-2 h-3 w-1/2"),
                    class_name="flex-1",
                ),
                class_name="flex items-center gap-3 py-4",
            )
            for _ in range(number)
        ),
        custom_attrs={"aria-hidden": "true"},
    )
