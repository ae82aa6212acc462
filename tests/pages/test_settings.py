import pytest

from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.errors import NotSignedInError
from buyer_portal.pages.settings.about_state import AboutState
from buyer_portal.pages.settings.devices_state import DevicesState
from buyer_portal.pages.settings.state import Change, Saving, SettingsState, language_href
from buyer_portal.session import SessionState
from buyer_portal.views.phase import Phase

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605 Version/17.5 Safari/604.1"


async def test_the_language_just_chosen_is_saved_on_arrival(open_shop, make_state, service):
    shop = await open_shop()
    session_hash = await shop.sign_in()
    address, _, _ = language_href("vi").partition("#")
    state = make_state(SettingsState, address, session_hash)

    await state.load()

    assert (state.saving, state.changed) == (Saving.SAVED, Change.LANGUAGE)
    assert (await BuyerClient(service, session_hash).me()).buyer.locale == "vi"


@pytest.mark.parametrize("address", ["/vi/settings/", "/vi/settings/?chosen=id"])
async def test_a_language_that_was_not_chosen_here_is_not_saved(
    address, open_shop, make_state, service
):
    shop = await open_shop()
    session_hash = await shop.sign_in()
    state = make_state(SettingsState, address, session_hash)

    await state.load()

    assert state.saving is Saving.NOTHING
    assert (await BuyerClient(service, session_hash).me()).buyer.locale == ""


@pytest.mark.parametrize("theme", ["dark", "light", ""])
async def test_the_theme_is_saved_for_other_devices(theme, open_shop, make_state, service):
    shop = await open_shop()
    session_hash = await shop.sign_in()
    state = make_state(SettingsState, "/settings/", session_hash)

    await state.choose_theme(theme)

    assert (state.theme, state.saving) == (theme, Saving.SAVED)
    assert (await BuyerClient(service, session_hash).me()).buyer.theme == theme
    assert (await state.get_state(SessionState)).theme == theme


@pytest.mark.parametrize("theme", ["neon", None, 7, ["dark"]])
async def test_a_theme_that_does_not_exist_is_ignored(theme, open_shop, make_state):
    shop = await open_shop()
    state = make_state(SettingsState, "/settings/", await shop.sign_in())

    await state.choose_theme(theme)

    assert (state.theme, state.saving) == ("", Saving.NOTHING)


async def test_a_theme_that_cannot_be_saved_is_told(open_shop, make_state):
    shop = await open_shop()
    state = make_state(SettingsState, "/settings/", await shop.sign_in())
    await shop.fail("change_me")

    await state.choose_theme("dark")

    assert (state.theme, state.saving, state.changed) == ("dark", Saving.FAILED, Change.APPEARANCE)


async def test_devices_are_listed_with_this_one_marked(open_shop, make_state):
    shop = await open_shop()
    await shop.sign_in(user_agent=SAFARI)
    state = make_state(DevicesState, "/settings/", await shop.sign_in(user_agent=FIREFOX))

    phases = [state.phase async for _ in state.load()]

    assert [*phases, state.phase] == [Phase.LOADING, Phase.READY]
    assert sorted((device.name, device.is_current) for device in state.devices) == [
        ("Firefox on Linux", True),
        ("Safari on iPhone", False),
    ]
    assert state.has_others


async def test_a_device_that_is_signed_out_is_out(open_shop, make_state, service):
    shop = await open_shop()
    other = await shop.sign_in(user_agent=SAFARI)
    state = make_state(DevicesState, "/settings/", await shop.sign_in(user_agent=FIREFOX))
    async for _ in state.load():
        pass
    key = next(device.key for device in state.devices if not device.is_current)

    await state.sign_out(key)

    assert (state.said, state.has_failed) == ("Safari on iPhone is signed out.", False)
    assert [device.name for device in state.devices] == ["Firefox on Linux"]
    with pytest.raises(NotSignedInError):
        await BuyerClient(service, other).me()


async def test_this_device_and_strange_keys_are_not_signed_out_here(open_shop, make_state):
    shop = await open_shop()
    state = make_state(DevicesState, "/settings/", await shop.sign_in())
    async for _ in state.load():
        pass

    await state.sign_out(state.devices[0].key)
    await state.sign_out("../../me")

    assert (state.said, len(state.devices)) == ("", 1)


async def test_all_others_are_signed_out_at_once(open_shop, make_state):
    shop = await open_shop()
    for _ in range(2):
        await shop.sign_in()
    state = make_state(DevicesState, "/id/settings/", await shop.sign_in())
    async for _ in state.load():
        pass

    await state.sign_out_others()

    assert (state.said, state.has_others) == ("2 perangkat sudah dikeluarkan.", False)


async def test_signing_out_that_fails_is_told(open_shop, make_state):
    shop = await open_shop()
    await shop.sign_in(user_agent=SAFARI)
    state = make_state(DevicesState, "/settings/", await shop.sign_in())
    async for _ in state.load():
        pass
    key = next(device.key for device in state.devices if not device.is_current)
    await shop.fail("revoke_device")

    await state.sign_out(key)

    assert state.has_failed
    assert state.said == ("That did not work: Safari on iPhone is still signed in. Try again.")
    assert len(state.devices) == 2


async def test_about_lists_the_policies_of_sellers_bought_from(open_shop, make_state):
    shop = await open_shop(
        sellers=[
            {"key": "gio", "name": "Gió Sneakers"},
            {"key": "lumen", "name": "Lumen House"},
            {"key": "other", "name": "Never bought from"},
        ],
        orders=[
            {"seller": "gio", "placed_hours_ago": 5, "count": 2},
            {"seller": "lumen", "placed_hours_ago": 3},
        ],
    )
    state = make_state(AboutState, "/settings/", await shop.sign_in())

    await state.load()

    assert [(policy.seller, policy.href) for policy in state.policies] == [
        ("Lumen House", f"/sellers/{shop.sellers['lumen']}/policy/"),
        ("Gió Sneakers", f"/sellers/{shop.sellers['gio']}/policy/"),
    ]


async def test_about_stays_empty_when_the_shop_is_silent(open_shop, make_state):
    shop = await open_shop()
    state = make_state(AboutState, "/settings/", await shop.sign_in())
    await shop.fail("seller_policy")

    await state.load()

    assert state.policies == []
