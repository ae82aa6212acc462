"""The stage: pictures in place of the frame, where none can be."""

from urllib.parse import parse_qs, urlsplit

from buyer_portal.pages.studio.stage.picture_state import PictureState
from buyer_portal.studio.camera import CameraProblem
from tests.pages.background import run_in_background


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
