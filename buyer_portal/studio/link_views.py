"""Change here what is shown of a link: its address, its picture, what goes with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

import segno

from buyer_portal import routes
from buyer_portal.i18n.catalogue import Words
from buyer_portal.i18n.pseudo import Pseudo
from buyer_portal.settings import LOOPBACK_HOSTS
from buyer_portal.studio.entering import SHARED
from buyer_portal.studio.screens import ADDRESSES, Screen
from buyer_portal.studio.shared_words import SharedWords

PARAMETER: Final = "shared"
"""Of a screen of the studio that goes on with what a link holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link; ``href`` empty: there is none."""

    href: str = ""
    code: str = ""
    """The link as a picture for a phone's camera."""
    on_stage: str = ""
    """Where the same can be played on."""
    in_words: str = ""
    """Where its words and looks can be changed on."""
    is_of_now: bool = False
    """Whether it holds what was played, not only what was set up."""
    is_local: bool = False
    """Whether it leads to this machine alone."""
    worn: list[str] = field(default_factory=list[str])
    """What goes with it of changed words and looks."""


NO_LINK: Final = LinkView()


def link_view(
    token: str, page: str, words: Words, *, worn: SharedWords, is_of_now: bool = False
) -> LinkView:
    """Return a link for who reads ``page``: a phone gets to the same host."""
    url = urlsplit(page)
    href = f"{url.scheme}://{url.netloc}{SHARED}/{token}"
    query = urlencode({PARAMETER: token})
    code = segno.make(href, error="l", micro=False)
    return LinkView(
        href=href,
        code=code.svg_data_uri(scale=4, border=2, dark="#111", light="#fff"),
        on_stage=f"{routes.href(ADDRESSES[Screen.STAGE], words.locale)}?{query}",
        in_words=f"{routes.href(ADDRESSES[Screen.WORDS], words.locale)}?{query}",
        is_of_now=is_of_now,
        is_local=(url.hostname or "") in LOOPBACK_HOSTS,
        worn=list(worn_texts(worn, words)),
    )


def worn_texts(worn: SharedWords, words: Words) -> Sequence[str]:
    """Return what pages say and wear in place of their own, in a few words each."""
    texts: list[str] = []
    if worn.number:
        texts.append(words.count("studio.share.texts", worn.number))
    if worn.pseudo is not Pseudo.NONE:
        texts.append(words(f"studio.words.pseudo.{worn.pseudo.name.lower()}"))
    if worn.look:
        texts.append(words("studio.share.look", look=words(f"studio.look.{worn.look}")))
    return texts
