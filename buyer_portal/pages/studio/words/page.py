"""Change here how the words page looks."""

import reflex as rx
from reflex.vars import ObjectVar

from buyer_portal import routes
from buyer_portal.components.adding import add_in_each_language
from buyer_portal.components.choose import views_in
from buyer_portal.components.studio.fields import folded, labelled_select, panel
from buyer_portal.components.studio.live_frame import frame_probe
from buyer_portal.components.studio.shared_link import further_link, shared_link
from buyer_portal.components.studio.shell import studio_shell
from buyer_portal.components.words import PageWords
from buyer_portal.design.skins import Skin, all_skins
from buyer_portal.i18n.pseudo import Pseudo
from buyer_portal.pages.studio.words.beside import beside
from buyer_portal.pages.studio.words.link_state import WordsLinkState
from buyer_portal.pages.studio.words.state import MOST_QUERY, MOST_TEXT, WordsState
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.opening import Device
from buyer_portal.screens.catalogue import promised
from buyer_portal.studio.flow_map import flow_map
from buyer_portal.studio.link_views import LinkView
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.studio.words_views import EVERYWHERE, CellView, TextView

_OUTLINE = "btn btn-outline hair min-h-11"


def words_page(words: PageWords) -> rx.Component:
    """Draw every text beside itself, the looks, and beside both the page that they are on."""
    return studio_shell(
        frame_probe(WordsState.probe, WordsState.know_frames),
        rx.el.div(
            rx.el.div(
                _preview(words), _looks(words), _sharing(words), _texts(words), class_name="min-w-0"
            ),
            beside(words),
            class_name="words-pair",
        ),
        words=words,
        screen=Screen.WORDS,
    )


def _preview(words: PageWords) -> rx.Component:
    scenarios = [
        (named.name, words.t(f"studio.scenario.{named.name}")) for named in LIBRARY.values()
    ]
    kinds = [(kind.value, words.t(f"studio.words.pseudo.{kind.name.lower()}")) for kind in Pseudo]
    locales = [(locale, words.t(f"settings.language.{locale}")) for locale in routes.LOCALES]
    devices = [(one.value, words.t(f"studio.device.{one.value}")) for one in Device]
    return panel(
        rx.el.div(
            labelled_select(
                "scenario",
                words.t("studio.words.scenario"),
                scenarios,
                value=WordsState.scenario,
                unlisted=words.t("studio.stage.shared"),
                on_change=WordsState.pick_scenario,
            ),
            labelled_select(
                "locale",
                words.t("studio.words.locale"),
                locales,
                value=WordsState.locale,
                on_change=WordsState.pick_language,
            ),
            labelled_select(
                "pseudo",
                words.t("studio.words.pseudo"),
                kinds,
                value=WordsState.pseudo,
                on_change=WordsState.pick_pseudo,
            ),
            labelled_select(
                "device",
                words.t("studio.words.device"),
                devices,
                value=WordsState.device,
                on_change=WordsState.pick_device,
            ),
            class_name="grid gap-x-4 gap-y-3 sm:grid-cols-2",
        ),
        title=words.t("studio.words.preview"),
    )


def _sharing(words: PageWords) -> rx.Component:
    link = WordsLinkState.link.to(LinkView)
    return folded(
        shared_link(
            words,
            link,
            about="studio.share.about_words",
            problem=WordsLinkState.problem,
            make=WordsLinkState.make_link,
            further=further_link(words.t("studio.share.on_stage"), link.on_stage, "on-stage"),
        ),
        title=words.t("studio.panel.sharing"),
        name="sharing",
        is_open=False,
    )


def _looks(words: PageWords) -> rx.Component:
    return folded(
        rx.el.fieldset(
            rx.el.legend(words.t("studio.words.looks"), class_name="visually-hidden"),
            _look(words, None),
            *(_look(words, skin) for skin in all_skins().values()),
            class_name="look-grid",
        ),
        title=words.t("studio.words.looks"),
        name="looks",
    )


def _look(words: PageWords, skin: Skin | None) -> rx.Component:
    name = skin.name if skin else ""
    colours = dict(skin.colours.get("day", {})) if skin else {}
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="look",
            value=name,
            checked=WordsState.look == name,
            on_change=lambda _: WordsState.pick_look(name),
            class_name="radio",
        ),
        rx.el.span(
            rx.el.span(words.t(f"studio.look.{name or 'own'}"), class_name="block font-medium"),
            rx.el.span(
                words.t(f"studio.look.{name or 'own'}.about"), class_name="quiet block text-[13px]"
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.el.span(
            *(
                rx.el.span(class_name="look-swatch", style={"background": colours[role]})
                for role in ("primary", "accent", "base-200")
                if role in colours
            ),
            class_name="flex",
            custom_attrs={"aria-hidden": "true"},
        ),
        class_name="look",
    )


def _texts(words: PageWords) -> rx.Component:
    names = {node.id: words.t(node.heading) for node in flow_map(promised()).nodes}
    screens = [(EVERYWHERE, words.t("studio.words.everywhere")), *names.items()]
    return panel(
        rx.el.div(
            labelled_select(
                "screen",
                words.t("studio.words.screen"),
                screens,
                value=WordsState.screen,
                on_change=WordsState.pick_screen,
            ),
            rx.el.label(
                rx.el.span(words.t("studio.words.search"), class_name="block text-sm font-medium"),
                rx.el.input(
                    type="search",
                    default_value=WordsState.query,
                    on_change=WordsState.search.debounce(300),
                    max_length=MOST_QUERY,
                    key=WordsState.turn.to_string(),
                    class_name="input mt-1 min-h-11 w-full",
                ),
                class_name="block min-w-0 flex-1 basis-44",
            ),
            rx.el.div(
                *(
                    rx.el.button(
                        words.t("studio.words.po", locale=locale),
                        type="button",
                        on_click=WordsState.download(locale),
                        class_name=_OUTLINE,
                        custom_attrs={"data-po": locale},
                    )
                    for locale in routes.LOCALES
                ),
                rx.cond(
                    WordsState.edits > 0,
                    rx.el.button(
                        words.t("studio.words.take_back", number=WordsState.edits.to_string()),
                        type="button",
                        on_click=WordsState.take_back,
                        class_name=_OUTLINE,
                        custom_attrs={"data-take-back": ""},
                    ),
                    rx.fragment(),
                ),
                class_name="flex flex-wrap gap-2",
            ),
            class_name="studio-fields",
        ),
        rx.el.p(
            WordsState.found,
            class_name="quiet mt-3 text-sm",
            custom_attrs={"role": "status", "data-counts": ""},
        ),
        rx.el.ul(rx.foreach(WordsState.texts, _text), class_name="mt-2"),
        rx.cond(
            WordsState.has_more,
            rx.el.button(
                words.t("studio.words.more"),
                type="button",
                on_click=WordsState.more,
                class_name=f"{_OUTLINE} mt-4 w-full",
            ),
            rx.fragment(),
        ),
        title=words.t("studio.words.texts"),
    )


def _text(text: ObjectVar[TextView]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.code(text.key, class_name="font-semibold break-all"),
            rx.el.span(" · ", text.where, class_name="quiet"),
            class_name="text-[13px]",
        ),
        rx.el.div(
            rx.foreach(views_in(text.cells, CellView), lambda cell: _cell(cell, text)),
            class_name="words-cells",
        ),
        rx.el.ul(
            rx.foreach(text.pseudo, lambda one: rx.el.li(one, custom_attrs={"dir": "auto"})),
            class_name="words-pseudo",
            custom_attrs={"lang": "zxx"},
        ),
        class_name="words-row",
        key=text.key,
        custom_attrs={"data-text": text.key},
    )


def _cell(cell: ObjectVar[CellView], text: ObjectVar[TextView]) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.span(
                cell.locale, class_name="words-locale", custom_attrs={"aria-hidden": "true"}
            ),
            rx.el.textarea(
                default_value=cell.text,
                on_change=lambda said: WordsState.edit(cell.locale, text.key, said).debounce(400),
                max_length=MOST_TEXT,
                rows=cell.lines.to_string(),
                key=f"{cell.locale}{WordsState.turn}",
                class_name="textarea w-full max-w-none text-sm",
                custom_attrs={
                    "aria-label": cell.label,
                    "lang": cell.locale,
                    "data-say": text.key,
                },
            ),
            class_name="block",
        ),
        rx.el.ul(
            rx.foreach(cell.findings, rx.el.li),
            class_name="text-error mt-1 text-[13px] empty:hidden",
            custom_attrs={"aria-live": "polite"},
        ),
        key=cell.locale,
        custom_attrs={"data-locale": cell.locale, "data-changed": cell.is_changed.to_string()},
    )


def register(app: rx.App) -> None:
    """Add the page in each language."""
    add_in_each_language(
        app,
        words_page,
        ADDRESSES[Screen.WORDS],
        title="studio.words.title",
        on_load=WordsState.load,
    )
