import pytest

from buyer_portal.design.skins import SkinError, all_skins, labels_of, skin_in, stylesheet
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.routes import LOCALES

PAIRS = (
    ("primary", "primary-content"),
    ("accent", "accent-content"),
    ("base-100", "base-content"),
    ("base-200", "base-content"),
    ("base-300", "base-content"),
    ("base-100", "accent"),
)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_there_is_one_of_each_guide_light_dark_and_two_brands():
    assert {name: (skin.labels, skin.theme) for name, skin in all_skins().items()} == {
        "guide-000": ("send", ""),
        "guide-001": ("send", ""),
        "guide-002": ("history", ""),
        "guide-003": ("submit", ""),
        "light": ("", "day"),
        "dark": ("", "night"),
        "lagoon": ("standard", ""),
        "orchard": ("submit", ""),
    }
    assert [labels_of(name) for name in ("", "nothing", "orchard")] == ["", "", "submit"]


@pytest.mark.parametrize("skin", [one for one in all_skins().values() if one.colours])
@pytest.mark.parametrize("theme", ["day", "night"])
def test_the_colours_of_a_brand_can_be_read(skin, theme):
    colours = skin.colours[theme]

    weak = {pair: contrast(*(colours[role] for role in pair)) for pair in PAIRS}

    assert {pair: found for pair, found in weak.items() if found < 4.5} == {}


def test_each_brand_has_rules_for_both_themes():
    rules = stylesheet()

    for name in ("lagoon", "orchard"):
        assert f':root[data-brand="{name}"][data-theme="day"]' in rules
        assert f':root[data-brand="{name}"][data-theme="night"]' in rules
    assert '"light"' not in rules


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        pytest.param({"speed": 1}, "mine: unknown speed", id="key"),
        pytest.param({"labels": "shout"}, "mine: labels are one of", id="labels"),
        pytest.param({"theme": "dusk"}, "mine: a theme is one of day, night", id="theme"),
        pytest.param({"radius": "3px"}, "mine: a radius is a length in rem", id="radius"),
        pytest.param({"day": {"shadow": "#000000"}}, "mine: shadow is no colour", id="role"),
        pytest.param({"day": {"accent": "red; }"}}, "mine: accent is a colour", id="colour"),
    ],
)
def test_a_wrong_skin_is_refused_with_its_reason(table, reason):
    with pytest.raises(SkinError, match=reason):
        skin_in("mine", table)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_look_has_a_name(locale):
    words = words_of(locale)

    for name in ("own", *all_skins()):
        assert words.has(f"studio.look.{name}")
        assert words.has(f"studio.look.{name}.about")
