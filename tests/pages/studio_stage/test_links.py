"""The stage: links that open elsewhere what is played here, with its words and looks."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from buyer_portal.domain.orders import OrderStatus
from buyer_portal.i18n.changes import NO_CHANGES, WordChanges, change, changes_of
from buyer_portal.order_client.connection import Call
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.testing import Faults
from buyer_portal.order_service.tenants import copying
from buyer_portal.pages.studio.stage.play_state import PlayState
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.settings import Settings
from buyer_portal.studio.link_views import NO_LINK
from buyer_portal.studio.shared_words import SharedWords
from buyer_portal.studio.sharing import share
from buyer_portal.views.phase import Phase


def _held(play):
    token = play.link.href.rpartition("/")[2]
    [shared_by] = parse_qs(urlsplit(play.link.on_stage).query)["shared"]
    assert shared_by == token
    return token


async def test_a_link_of_what_nobody_played_in_holds_the_set_up(open_stage, read_link):
    stage, play = await open_stage("packed")
    await stage.change("language", "vi")

    await play.make_link()

    held = read_link(_held(play))
    assert (held.reached, held.scenario.opening.locale) == (None, "vi")
    assert (play.link.is_of_now, play.link.is_local, play.link.worn) == (False, True, [])
    assert play.link.code.startswith("data:image/svg+xml")


async def test_a_link_after_playing_opens_where_it_was_played_to(open_stage, read_link, service):
    stage, play = await open_stage()
    await play.play("seller-approve|")
    await play.advance("day")
    await stage.switch_fault("slow_ms")
    order = stage._prototype.order_id
    stage.know_path(f"/vi/orders/{order}/refund/")

    await play.make_link()
    token, link = _held(play), play.link
    await play.make_link()  # nothing happened since: it is the same
    assert (play.link, play.link.is_of_now) == (link, True)
    assert read_link(token).reached.path == f"/vi/orders/{order}/refund/"
    at = stage._detail.server_now
    await play.advance("day")
    await play.follow()
    assert play.link == NO_LINK  # the prototype has gone on

    other, _ = await open_stage(query=f"shared={token}")
    assert other._prototype.tenant != stage._prototype.tenant
    assert parse_qs(urlsplit(other.src).query)["next"] == [f"/vi/orders/{order}/refund/"]
    assert other._detail.order.status is OrderStatus.CANCELLED
    assert abs((other._detail.server_now - at).total_seconds()) < 300
    faults = Call("GET", f"/testing/tenants/{other._prototype.tenant}/faults")
    assert (await service.ask(Faults, faults)).slow_ms == 3000
    again = await other.get_state(PlayState)
    await again.make_link()
    assert again.link.is_of_now


async def test_a_link_whose_copy_is_gone_does_not_open(open_stage, read_link, service):
    _, play = await open_stage()
    await play.play("seller-approve|")
    await play.make_link()
    token = _held(play)
    await StudioClient(service).remove_tenant(read_link(token).reached.tenant)

    other, _ = await open_stage(query=f"shared={token}")
    assert (other.phase, other._prototype) == (Phase.MISSING, None)
    assert other.refused == "expired"
    torn, _ = await open_stage(query=f"shared={token[:-4]}")
    assert (torn.phase, torn.refused) == (Phase.MISSING, "tampered")


@pytest.mark.parametrize(
    ("days", "document", "refused"),
    [(31, None, "expired"), (0, b'{"version":99}', "outdated")],
)
async def test_a_link_that_does_not_open_says_why(open_stage, monkeypatch, days, document, refused):
    if document:
        monkeypatch.setattr(Scenario, "model_dump_json", lambda *_, **__: document.decode())
    now = datetime.now(UTC) - timedelta(days=days)
    token = share(LIBRARY["packed"].scenario, key=Settings.load().share_key, now=now)

    stage, _ = await open_stage(query=f"shared={token}")

    assert (stage.phase, stage.refused) == (Phase.MISSING, refused)


WORN = SharedWords(texts={"en": {"why.open": ("What stops me?",)}}, look="orchard")


async def test_changed_words_and_looks_go_along(open_stage, read_link, say):
    token = share(
        LIBRARY["packed"].scenario, key=Settings.load().share_key, now=datetime.now(UTC), words=WORN
    )

    stage, play = await open_stage(query=f"shared={token}")
    opened = stage._prototype.tenant
    assert changes_of(opened) == WORN.changes()
    assert stage.worn == [say.count("studio.share.texts", 1), "Look: Orchard"]
    await stage.change("language", "vi")  # begins anew, in the same words
    assert changes_of(opened) == NO_CHANGES
    assert stage._prototype.words == WORN
    await play.play("seller-unlock|")
    await play.make_link()

    held = read_link(_held(play))
    assert (held.words, held.reached is not None, play.link.worn) == (WORN, True, stage.worn)
    await stage.choose("paid")  # another situation is as it is
    assert (stage.worn, stage._prototype.words) == ([], SharedWords())


async def test_a_link_that_cannot_be_kept_says_so(open_stage, monkeypatch):
    _, play = await open_stage()
    await play.play("seller-approve|")
    monkeypatch.setattr(copying, "MOST_OF_ONE", 0)

    await play.make_link()

    assert (play.link, play.link_problem) == (NO_LINK, "full")


async def test_a_link_that_too_many_have_open_says_so(open_stage, monkeypatch):
    _, play = await open_stage()
    await play.play("seller-approve|")
    await play.make_link()
    monkeypatch.setattr(copying, "MOST_OF_ONE", 0)

    other, _ = await open_stage(query=f"shared={_held(play)}")

    assert (other.phase, other.refused) == (Phase.MISSING, "full")


async def test_more_words_than_a_link_can_hold_leave_no_copy_behind(open_stage, monkeypatch):
    stage, play = await open_stage()
    many = {f"key.{at}": (sha256(bytes([at])).hexdigest(),) for at in range(100)}
    change(stage._prototype.tenant, WordChanges(texts={"en": many}))
    await play.play("seller-approve|")
    monkeypatch.setattr(copying, "MOST_OF_ONE", 1)

    await play.make_link()

    assert (play.link, play.link_problem) == (NO_LINK, "too_many_words")
    change(stage._prototype.tenant, NO_CHANGES)
    await play.make_link()
    assert (play.link.is_of_now, play.link_problem) == (True, "")
