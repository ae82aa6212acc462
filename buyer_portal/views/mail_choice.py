"""Change here how the choice of what comes by e-mail prints."""

from dataclasses import dataclass

from buyer_portal.domain.mail_groups import MailGroup
from buyer_portal.i18n.catalogue import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MailGroupView:
    """One kind of notification that can come by e-mail."""

    key: str
    text: str
    is_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChoiceView:
    """What comes by e-mail; no groups where nothing can be sent, and ``text`` says why."""

    text: str
    groups: list[MailGroupView]

    @classmethod
    def of(
        cls, login: str, wanted: tuple[MailGroup, ...], words: Words, *, is_on: bool
    ) -> "MailChoiceView":
        """Print a buyer's choice; ``login`` is an e-mail address or a phone number."""
        if not is_on:
            return cls(text=words("mail.off"), groups=[])
        if "@" not in login:
            return cls(text=words("mail.no_address"), groups=[])
        return cls(
            text=words("mail.text", login=login),
            groups=[
                MailGroupView(
                    key=str(group), text=words(f"mail.group.{group}"), is_wanted=group in wanted
                )
                for group in MailGroup
            ],
        )
