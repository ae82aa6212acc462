"""The stage: every part is played against the real order service, by hand and by persona."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from buyer_portal import session
from buyer_portal.domain.conversations import MessageKind
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.i18n.catalogue import words_of
from buyer_portal.i18n.changes import NO_CHANGES, WordChanges, change, changes_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Call
from buyer_portal.order_client.studio import StudioClient
from buyer_portal.order_contract.conversations import SendMessage
from buyer_portal.order_contract.testing import Faults
from buyer_portal.order_service.tenants import copying
from buyer_portal.pages.studio.stage.picture_state import PictureState
from buyer_portal.pages.studio.stage.play_state import PlayState
from buyer_portal.pages.studio.stage.state import StageState
from buyer_portal.scenario.library import LIBRARY
from buyer_portal.scenario.opening import NetworkFault
from buyer_portal.scenario.scenario import Scenario
from buyer_portal.settings import Settings
from buyer_portal.studio.camera import CameraProblem
from buyer_portal.studio.faulting import NETWORK, SWITCHES
from buyer_portal.studio.link_views import NO_LINK
from buyer_portal.studio.network import PLAN
from buyer_portal.studio.personas import Persona
from buyer_portal.studio.shared_words import SharedWords
from buyer_portal.studio.sharing import share, shared
from buyer_portal.views.phase import Phase
from tests.pages.background import run_in_background
from tests.pages.conftest import Shop

FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def open_stage(service, make_state):  # noqa: ARG001 - it is what answers
    """Open a named scenario on the stage; return its state, and that of who plays along."""

    async def do(scenario="requested", query=""):
        address = f"/studio/stage/?{query or f'scenario={scenario}'}"
        stage = make_state(StageState, address)
        await stage.load()
        return stage, await stage.get_state(PlayState)

    return do


@pytest.fixture
def say():
    return words_of("en")


@pytest.fixture
def buyer_of(service):
    """Sign the buyer of a stage in."""

    async def do(stage):
        shop = Shop(stage._prototype.made, service)
        return BuyerClient(service, await shop.sign_in(next(iter(shop.made.buyers))))

    return do


async def _watched(play, times=8):
    """Let the browser ask as it does once a second."""
    for _ in range(times):
        await play.follow()


def _names(play):
    """Return what personas did, the first first, without their words."""
    return [line.partition(":")[0] for line in reversed(play.doings)]


async def test_a_scenario_is_opened_with_what_can_be_played(open_stage):
    stage, _ = await open_stage()

    assert (stage.phase, stage.name, stage.is_changed) == (Phase.READY, "requested", False)
    assert stage.src.startswith("http://f")
    assert stage.values["stage"] == "AWAITING_COLLECTION"
    steps = {actor.name: [step.id for step in actor.steps] for actor in stage.actors}
    assert {"seller-approve|", "seller-reject|", "seller-say|"} <= {*steps["seller"]}
    assert (stage.chips, stage.refund_text, stage.deadline_text != "") == ([], "", True)


async def test_an_unknown_scenario_is_the_usual_one(open_stage):
    stage, _ = await open_stage("no-such")

    assert stage.name == "packed"


async def test_steps_are_played_by_hand_and_refused_ones_say_so(open_stage):
    stage, play = await open_stage()
    play.word("Gladly.")

    await play.play("seller-approve|")
    assert stage._detail.order.status is OrderStatus.CANCELLED
    assert (stage.problem, play.said) == ("", "")
    await play.play("seller-approve|")
    assert stage.problem == "studio.problem.not_now"
    await play.play("seller-say|")
    assert stage.problem == ""


@pytest.mark.parametrize("step", ["", "seller-approve", "x" * 600 + "|", None, 7])
async def test_what_is_no_step_changes_nothing(open_stage, step):
    stage, play = await open_stage()
    before = stage._detail

    await play.play(step)

    assert (stage._detail, stage.problem) == (before, "")


@pytest.mark.parametrize(
    ("persona", "doings", "status"),
    [
        (Persona.NOBODY, [], OrderStatus.AWAITING_COLLECTION),
        (Persona.SILENT, [], OrderStatus.AWAITING_COLLECTION),
        (Persona.KIND, ["seller-approve"], OrderStatus.CANCELLED),
        (Persona.STRICT, ["seller-reject"], OrderStatus.AWAITING_COLLECTION),
        (Persona.SLOW, ["seller-receive"], OrderStatus.AWAITING_COLLECTION),
    ],
)
async def test_personas_answer_a_request_each_in_their_way(
    open_stage, say, persona, doings, status
):
    stage, play = await open_stage()
    await play.cast(persona.value)

    await _watched(play)

    assert _names(play) == [say(f"studio.step.{step}") for step in doings]
    assert stage._detail.order.status is status
    is_answered = persona in {Persona.KIND, Persona.STRICT}
    assert bool(stage._detail.order.open_requests) is not is_answered


async def test_a_slow_seller_agrees_when_the_clock_has_moved_on(open_stage, say):
    stage, play = await open_stage()
    await play.cast("slow")
    await _watched(play)

    await play.advance("day")
    await _watched(play)

    steps = ("seller-receive", "seller-approve")
    assert _names(play) == [say(f"studio.step.{step}") for step in steps]
    assert stage._detail.order.status is OrderStatus.CANCELLED


async def test_a_silent_seller_lets_the_deadline_decide(open_stage):
    stage, play = await open_stage()
    await play.cast("silent")
    await _watched(play)
    assert stage._detail.order.open_requests

    await play.advance("deadline")

    assert stage._detail.order.open_requests == ()
    assert play.doings == []


async def test_a_contradictory_seller_is_so_the_same_way_each_time(open_stage, say):
    ends = []
    for _ in range(2):
        stage, play = await open_stage()
        await play.cast("contradictory")
        await _watched(play)
        ends.append((_names(play), play.doings, stage._detail.order.status))

    assert ends[0] == ends[1]
    assert ends[0][0][0] == say("studio.step.seller-say")
    assert ends[0][0][1] in {say("studio.step.seller-approve"), say("studio.step.seller-reject")}


@pytest.mark.parametrize(
    ("persona", "doing"),
    [(Persona.KIND, "seller-unlock"), (Persona.STRICT, "seller-reject"), (Persona.SLOW, "")],
)
async def test_personas_answer_what_the_buyer_asks_for(open_stage, buyer_of, say, persona, doing):
    stage, play = await open_stage("packed")
    await play.cast(persona.value)
    await _watched(play)
    assert play.doings == []  # nobody has asked for anything

    asked = SendMessage(text="Please cancel it.", kind=MessageKind.ASK_CANCEL, expires_at=FAR_AHEAD)
    buyer = await buyer_of(stage)
    await buyer.send_message(stage._prototype.order_id, asked, "key-asks-to-cancel")
    await _watched(play)

    assert _names(play) == ([say(f"studio.step.{doing}")] if doing else [])
    if persona is Persona.KIND:
        assert stage.tone == "good"


async def test_another_persona_begins_anew_and_no_persona_is_nobody(open_stage):
    _, play = await open_stage()
    await play.cast("kind")
    await _watched(play)
    assert play.doings

    await play.cast("strict")
    assert play.doings == []
    await play.cast("robber")
    assert play.persona == "strict"


async def test_the_clock_jumps_and_what_is_due_is_done_at_once(open_stage):
    stage, play = await open_stage()
    at = stage._detail.server_now
    await play.advance("hour")
    hours = (stage._detail.server_now - at).total_seconds() / 3600
    assert 1 <= hours < 1.1

    await play.play("seller-approve|")
    [refund] = stage._detail.cancellations[0].refunds
    assert refund.settled_at is None
    assert stage.refund_text
    await play.advance("refund")
    assert (stage._detail.server_now - at).days == 14
    assert stage.refund_text == ""
    assert stage._detail.cancellations[0].refunds[0].late_at is not None or (
        stage._detail.cancellations[0].refunds[0].settled_at is not None
    )
    await play.advance("never")
    assert stage.problem == ""


@pytest.mark.parametrize("switch", SWITCHES)
async def test_a_fault_has_a_chip_and_holds_at_once(open_stage, service, say, switch):
    stage, _ = await open_stage("packed")
    tenant = stage._prototype.tenant
    read = Call("GET", f"/testing/tenants/{tenant}/faults")

    await stage.switch_fault(switch)

    assert stage.chips == [say(f"studio.fault.{switch}")]
    assert [name for name, on in stage.faults.items() if on] == [switch]
    if switch in NETWORK:
        assert PLAN.fault_of(tenant).value == switch
    elif switch == "stale_build":
        assert stage.values["build"] == "stale"
    else:
        assert await service.ask(Faults, read) != Faults()
    assert stage._prototype.tenant == tenant  # the page stays open

    await stage.switch_fault(switch)
    assert (stage.chips, PLAN.fault_of(tenant)) == ([], NetworkFault.NONE)
    assert await service.ask(Faults, read) == Faults()


async def test_a_page_too_old_is_told_so_without_being_opened_anew(open_stage, buyer_of):
    stage, _ = await open_stage("packed")
    buyer = await buyer_of(stage)

    await stage.switch_fault("stale_build")
    assert (await buyer.me()).minimum_client_build > 1
    await stage.switch_fault("stale_build")
    assert (await buyer.me()).minimum_client_build == 1


async def test_system_error_lasts_as_chosen(open_stage, service):
    stage, _ = await open_stage("packed")
    await stage.choose_minutes("30")
    await stage.switch_fault("system_error")
    await stage.choose_minutes("1")

    read = Call("GET", f"/testing/tenants/{stage._prototype.tenant}/faults")
    assert (await service.ask(Faults, read)).system_error_seconds == 60
    await stage.choose_minutes("2")
    await stage.switch_fault("earthquake")
    assert (stage.minutes, len(stage.chips)) == ("1", 1)


async def test_the_inspector_opens_the_prototype_anew(open_stage):
    stage, _ = await open_stage("packed")
    before = stage._prototype.tenant

    await stage.change("stage", "IN_TRANSIT")

    assert stage._prototype.tenant != before
    assert (stage.values["stage"], stage.is_changed) == ("IN_TRANSIT", True)
    assert stage._detail.order.status is OrderStatus.IN_TRANSIT
    after = stage._prototype.tenant
    for wrong in (("stage", "LOST"), ("colour", "red"), (1, 2)):
        await stage.change(*wrong)
    assert stage._prototype.tenant == after
    await stage.choose("paid")
    assert (stage.name, stage.is_changed) == ("paid", False)


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


@pytest.fixture
def read_link():
    def do(token):
        return shared(token, key=Settings.load().share_key, now=datetime.now(UTC))

    return do


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


async def test_where_no_frame_can_be_a_picture_is_made_after_each_step(open_stage, camera):
    stage, play = await open_stage()
    assert await play.follow() is None
    stage.know_frames("no")
    pictured = await stage.get_state(PictureState)

    asked = await play.follow()
    assert asked.handler.fn.__name__ == "take"
    await run_in_background(pictured, "take")
    await run_in_background(pictured, "take")  # nothing has happened since
    first = pictured.picture
    assert (len(camera.looked_at), pictured.problem, pictured.is_taking) == (1, "", False)
    assert camera.shown(first).startswith("0 /studio/enter?")
    order = f"/orders/{stage._prototype.order_id}/"
    assert _query(camera.looked_at[0].address)["next"] == [order]

    await play.play("seller-approve|")
    await play.follow()
    await run_in_background(pictured, "take")
    assert (len(camera.looked_at), camera.shown(first)) == (2, None)
    assert camera.shown(pictured.picture)
    tickets = [_query(one)["ticket"] for one in (*_addresses(camera), pictured.own_tab)]
    await pictured.renew()
    tickets.append(_query(pictured.own_tab)["ticket"])
    assert len({one for [one] in tickets}) == 4  # each is used once


def _query(address):
    return parse_qs(urlsplit(address).query)


def _addresses(camera):
    return [visit.address for visit in camera.looked_at]


async def test_a_picture_that_fails_is_told_and_tried_again(open_stage, camera):
    stage, _ = await open_stage()
    stage.know_frames("no")
    pictured = await stage.get_state(PictureState)
    camera.problem = CameraProblem.NO_BROWSER

    await run_in_background(pictured, "take")
    assert (pictured.picture, pictured.problem, pictured.is_taking) == ("-", "no_browser", False)
    camera.problem = None
    pictured.again()
    await run_in_background(pictured, "take")
    assert (pictured.problem, len(camera.looked_at)) == ("", 2)
    assert camera.shown(pictured.picture)


async def test_a_page_that_nobody_is_signed_in_on_is_looked_at_so(open_stage, camera):
    stage, _ = await open_stage("sign-in")
    stage.know_frames("no")

    await run_in_background(await stage.get_state(PictureState), "take")

    assert "ticket" not in _query(camera.looked_at[0].address)


async def test_a_service_that_does_not_answer_is_told(open_stage, silent_connection):
    stage, play = await open_stage()
    session.use_connection(silent_connection)

    await play.play("seller-approve|")
    assert stage.problem == "studio.problem.unavailable"
    await play.follow()
    await play.advance("hour")
    await stage.switch_fault("slow_ms")
    assert (stage.chips, stage.phase) == ([], Phase.READY)
    await stage.begin_again()
    assert stage.phase is Phase.FAILED
