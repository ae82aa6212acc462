"""The stage: every part is played against the real order service, by hand and by persona."""

from datetime import UTC, datetime

import pytest

from buyer_portal.domain.conversations import MessageKind
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_contract.conversations import SendMessage
from buyer_portal.studio.personas import Persona
from buyer_portal.views.phase import Phase

FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)


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
