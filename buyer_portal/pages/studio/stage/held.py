"""Change here what of the stage goes into a link and a picture, and when it has changed."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from buyer_portal.pages.studio.opening import Prototype
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.shared_words import SharedWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A prototype as it stands: another one when anything in it has changed."""

    tenant: str
    scenario: Scenario
    words: SharedWords
    page: str
    """Where its buyer is, as far as the stage is told."""
    is_played: bool
    """Whether it is no longer as it was set up."""
    feed: int
    jumps: int


def held(prototype: Prototype, *, path: str, feed: int, jumps: int, has_happened: bool) -> Held:
    """Return how a prototype stands.

    What somebody sees who is not signed in has no page to come back to.

    Args:
        path: Where the frame says that its buyer is; empty: it says nothing.
        feed: How far the prototype has come.
        jumps: How often its clock was moved.
    """
    opened_at = parse_qs(urlsplit(prototype.src).query).get("next", [""])[0]
    page = path or opened_at
    is_played = prototype.is_played or has_happened or page != opened_at
    return Held(
        tenant=prototype.tenant,
        scenario=prototype.scenario,
        words=prototype.words,
        page=page,
        is_played=is_played and prototype.scenario.opening.needs_buyer,
        feed=feed,
        jumps=jumps,
    )
