"""Change here how an address is asked for: labels, keyboards, what a browser may fill in."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from buyer_portal.commands.address_form import AREA, NAME, PHONE, POSTCODE, STREET
from buyer_portal.components.choose import views_in
from buyer_portal.components.form_errors import field_error
from buyer_portal.components.words import PageWords
from buyer_portal.views.address_form import AddressFormView, KnownAddressView
from buyer_portal.views.form_errors import FieldErrorView

TakeOver: TypeAlias = Callable[[rx.Var[str]], "rx.event.EventType[()]"]


def address_fields(
    form: ObjectVar[AddressFormView],
    words: PageWords,
    errors: ArrayVar[Sequence[FieldErrorView]],
    *,
    on_use: TakeOver,
) -> rx.Component:
    """Draw the fields, filled; what is typed outlives failures and reloads.

    Args:
        on_use: Returns what happens when a known address, by its place, is taken over.
    """
    return rx.el.div(
        rx.cond(form.known.length() > 0, _known(form, words, on_use), rx.fragment()),
        rx.el.div(
            _field(form, words, errors, NAME, form.name, "name", autocomplete="name"),
            _field(form, words, errors, PHONE, form.phone, "phone", autocomplete="tel", mode="tel"),
            _field(
                form, words, errors, STREET, form.street, "street", autocomplete="address-line1"
            ),
            _field(form, words, errors, AREA, form.area, "area", autocomplete="address-line2"),
            _field(
                form,
                words,
                errors,
                POSTCODE,
                form.postcode,
                "postcode",
                autocomplete="postal-code",
                mode="numeric",
            ),
            key=form.key,
            class_name="space-y-4",
        ),
        rx.cond(
            form.region != "",
            rx.el.p(
                words.t("address.region", region=form.region), class_name="quiet mt-3 text-[13px]"
            ),
            rx.fragment(),
        ),
    )


def _known(
    form: ObjectVar[AddressFormView],
    words: PageWords,
    on_use: TakeOver,
) -> rx.Component:
    return rx.el.div(
        rx.el.h3(words.t("address.known"), class_name="text-sm font-semibold"),
        rx.el.ul(
            rx.foreach(
                views_in(form.known, KnownAddressView),
                lambda known: rx.el.li(
                    rx.el.button(
                        rx.el.span(
                            rx.el.span(known.name, class_name="block text-sm font-medium"),
                            rx.el.span(known.lines, class_name="quiet block text-[13px]"),
                            class_name="min-w-0 flex-1 text-start",
                        ),
                        rx.el.span(words.t("address.use"), class_name="text-link shrink-0 text-sm"),
                        type="button",
                        on_click=on_use(known.place),
                        class_name="flex min-h-14 w-full items-center gap-3 py-2",
                    )
                ),
            ),
            class_name="rows",
        ),
        class_name="mb-5",
    )


def _field(  # noqa: PLR0917 - one row of the form
    form: ObjectVar[AddressFormView],
    words: PageWords,
    errors: ArrayVar[Sequence[FieldErrorView]],
    field_id: str,
    value: rx.Var[str],
    name: str,
    *,
    autocomplete: str,
    mode: str = "text",
) -> rx.Component:
    is_optional = name in {"area", "postcode"}
    return rx.el.div(
        rx.el.label(
            words.t(f"address.{name}"),
            rx.el.span(" (", words.t("address.optional"), ")", class_name="quiet font-normal")
            if is_optional
            else rx.fragment(),
            html_for=field_id,
            class_name="block text-sm font-semibold",
        ),
        field_error(errors, field_id),
        rx.el.input(
            id=field_id,
            name=field_id,
            default_value=value,
            type="tel" if mode == "tel" else "text",
            auto_complete=autocomplete,
            class_name="input mt-1 w-full text-base",
            custom_attrs={
                "inputMode": mode,
                "aria-describedby": f"{field_id}-error",
                "aria-required": "false" if is_optional else "true",
                "data-draft": rx.Var.create(f"{form.key}:{field_id}").to(str),
                "autoCapitalize": "words" if mode == "text" else "off",
            },
        ),
    )
