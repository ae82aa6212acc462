import pytest

from buyer_portal.domain.mail_groups import USUAL_GROUPS, MailGroup
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.pages.settings.state import Change, Saving, SettingsState
from buyer_portal.session import SessionState
from buyer_portal.views.mail_choice import MailChoiceView


@pytest.fixture
def sends_mail(monkeypatch):
    monkeypatch.setenv("PORTAL_SMTP_URL", "smtp://127.0.0.1:2525")
    monkeypatch.setenv("PORTAL_MAIL_FROM", "shop@example.com")


@pytest.fixture
async def open_settings(open_shop, make_state):
    async def make():
        shop = await open_shop()
        session_hash = await shop.sign_in()
        state = make_state(SettingsState, "/settings/", session_hash)
        await (await state.get_state(SessionState)).refresh()
        await state.load()
        return shop, session_hash, state

    return make


@pytest.mark.usefixtures("sends_mail")
async def test_what_is_usual_is_wanted(open_settings):
    _, _, state = await open_settings()

    assert [(one.key, one.is_wanted) for one in state.mail.groups] == [
        (str(group), group in USUAL_GROUPS) for group in MailGroup
    ]
    assert state.mail.text.startswith("Sent to buyer@example.com.")


@pytest.mark.usefixtures("sends_mail")
async def test_a_choice_is_saved(open_settings, service):
    _, session_hash, state = await open_settings()

    await state.choose_mail("orders", is_wanted=True)
    await state.choose_mail("refunds", is_wanted=False)

    me = await BuyerClient(service, session_hash).me()
    assert me.buyer.mail_groups == tuple(one for one in MailGroup if one != MailGroup.REFUNDS)
    assert [one.key for one in state.mail.groups if not one.is_wanted] == ["refunds"]
    assert (state.saving, state.changed) == (Saving.SAVED, Change.MAIL)


@pytest.mark.usefixtures("sends_mail")
@pytest.mark.parametrize(("group", "wanted"), [("spam", True), (None, True), ("orders", "yes")])
async def test_what_no_page_sends_is_ignored(open_settings, service, group, wanted):
    _, session_hash, state = await open_settings()

    await state.choose_mail(group, is_wanted=wanted)

    me = await BuyerClient(service, session_hash).me()
    assert (me.buyer.mail_groups, state.saving) == (USUAL_GROUPS, Saving.NOTHING)


@pytest.mark.usefixtures("sends_mail")
async def test_what_cannot_be_saved_stays_and_is_told(open_settings):
    shop, _, state = await open_settings()
    await shop.fail("change_me")

    await state.choose_mail("refunds", is_wanted=False)

    assert [one.key for one in state.mail.groups if not one.is_wanted] == ["orders"]
    assert (state.saving, state.changed) == (Saving.FAILED, Change.MAIL)


async def test_without_a_mail_server_nothing_can_be_chosen(open_settings):
    _, _, state = await open_settings()

    assert (state.mail.groups, state.mail.text) == (
        [],
        "This shop sends no e-mails. Everything is in your notifications.",
    )


def test_an_account_without_an_address_says_so():
    view = MailChoiceView.of("+84901234567", USUAL_GROUPS, words_of("vi"), is_on=True)

    assert (view.groups, view.text) == (
        [],
        "Tài khoản này chưa có địa chỉ email nên không thể gửi.",
    )
