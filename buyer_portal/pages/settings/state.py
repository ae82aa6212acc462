"""Change here what settings and privacy saves: language and appearance."""

from enum import StrEnum
from typing import Final

import reflex as rx
from pydantic import StrictBool, TypeAdapter, ValidationError

from buyer_portal import routes
from buyer_portal.domain.mail_groups import MailGroup
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.errors import NotSignedInError, OrderServiceError
from buyer_portal.order_contract.sessions import BuyerChange
from buyer_portal.session import SessionState, buyer_client, locale_of_page
from buyer_portal.settings import Settings
from buyer_portal.views.mail_choice import MailChoiceView

CHOSEN: Final = "chosen"
"""The query parameter of a link that changes the language: the language that was pressed."""


class Theme(StrEnum):
    """How the portal looks; ``DEVICE`` follows the device."""

    LIGHT = "light"
    DARK = "dark"
    DEVICE = ""


class Saving(StrEnum):
    """How it went with what was changed last."""

    NOTHING = ""
    SAVED = "saved"
    FAILED = "failed"


class Change(StrEnum):
    """What was changed last."""

    NOTHING = ""
    LANGUAGE = "language"
    APPEARANCE = "appearance"
    MAIL = "mail"


_THEME: Final = TypeAdapter(Theme)
_GROUP: Final = TypeAdapter(MailGroup)
_WANTED: Final = TypeAdapter(StrictBool)


class SettingsState(rx.State):
    """What was changed last, and whether it is saved."""

    saving: rx.Field[Saving] = rx.field(default=Saving.NOTHING)
    changed: rx.Field[Change] = rx.field(default=Change.NOTHING)
    theme: rx.Field[str] = rx.field(default="")
    mail: rx.Field[MailChoiceView | None] = rx.field(default=None)

    @rx.event
    async def load(self) -> None:
        """Show what is saved; save the language of the page when it has just been chosen.

        A change of language is a full load of this page under another prefix, so it is saved on
        arrival: a click that leaves the page could be lost on its way.
        """
        self.saving = Saving.NOTHING
        locale = locale_of_page(self)
        if self.router.url.query_parameters.get(CHOSEN) == locale:
            await self._save(Change.LANGUAGE, BuyerChange(locale=locale))
        await self._show_mail()
        if not self.theme:
            self.theme = (await self.get_state(SessionState)).theme

    @rx.event
    async def choose_theme(self, theme: str) -> None:
        """Save the appearance for the buyer's other devices; the browser has changed already."""
        try:
            chosen = _THEME.validate_python(theme)
        except ValidationError:
            return
        self.theme = chosen
        await self._save(Change.APPEARANCE, BuyerChange(theme=chosen))

    @rx.event
    async def choose_mail(self, group: str, is_wanted: bool) -> None:  # noqa: FBT001 - as the switch calls it
        """Save whether notifications of a group come by e-mail."""
        try:
            chosen, wanted = _GROUP.validate_python(group), _WANTED.validate_python(is_wanted)
        except ValidationError:
            return
        session = await self.get_state(SessionState)
        groups = {*session.mail_groups, chosen} if wanted else {*session.mail_groups} - {chosen}
        ordered = tuple(one for one in MailGroup if one in groups)
        await self._save(Change.MAIL, BuyerChange(mail_groups=ordered))
        await self._show_mail()

    async def _show_mail(self) -> None:
        session = await self.get_state(SessionState)
        self.mail = MailChoiceView.of(
            session.buyer_login,
            tuple(MailGroup(one) for one in session.mail_groups),
            words_of(locale_of_page(self), session.skin),
            is_on=Settings.load().smtp_url is not None,
        )

    async def _save(self, changed: Change, change: BuyerChange) -> None:
        """Send ``change`` and note how that went."""
        self.changed = changed
        try:
            me = await (await buyer_client(self)).change_me(change)
        except NotSignedInError:
            return
        except OrderServiceError:
            self.saving = Saving.FAILED
            return
        session = await self.get_state(SessionState)
        session.theme = me.buyer.theme
        session.saved_locale = me.buyer.locale
        session.mail_groups = [str(one) for one in me.buyer.mail_groups]
        self.saving = Saving.SAVED


def language_href(locale: str) -> str:
    """Return the link that shows the settings in ``locale`` and saves it."""
    return f"{routes.href(routes.SETTINGS, locale)}?{CHOSEN}={locale}#language"
