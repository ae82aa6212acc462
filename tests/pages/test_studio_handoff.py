"""The hand-off page's state: what is chosen, and the ZIP that is made of it."""

import csv
import io
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

from buyer_portal import session
from buyer_portal.pages.studio.handoff.state import AXES, HandoffState
from buyer_portal.scenario.opening import Device
from buyer_portal.studio.camera import CameraError, CameraProblem
from buyer_portal.studio.handing_over import MOST_IN_VAIN
from buyer_portal.studio.handoff import of_groups
from tests.pages.background import run_in_background

pytestmark = pytest.mark.usefixtures("service", "camera")
GROUP = "ask"


@pytest.fixture
def state(make_state):
    """A choice of one group, one device, one theme and two languages."""
    made = make_state(HandoffState, "/studio/handoff/")
    made.load()
    for axis, kept in (("groups", GROUP), ("devices", "phone"), ("themes", "night")):
        for value in AXES[axis]:
            if (value in made.chosen[axis]) != (value == kept):
                made.toggle(axis, value)
    made.toggle("languages", "vi")
    return made


async def test_the_zip_has_a_picture_of_each_combination(state, camera):
    names = of_groups([GROUP])

    await run_in_background(state, "pack")

    assert (state.is_packing, state.picture_problem) == (False, "")
    assert state.packed == state.of == len(names) * 2
    address, _, saved_as = state.file.partition("?as=")
    with ZipFile(camera.album.find(address.rpartition("/")[2])) as packed:
        pictures = [one for one in packed.namelist() if one.endswith(".png")]
        states = list(csv.DictReader(io.StringIO(packed.read("states.csv").decode())))
        others = [one for one in packed.namelist() if not one.endswith(".png")]
    assert saved_as == "handoff.zip"
    assert pictures == [
        f"screens/{name}/phone-night-{locale}.png" for name in names for locale in ("en", "vi")
    ]
    assert others == ["words.csv", "states.csv", "index.html"]
    assert {row["situation"]: row["outcome"] for row in states}["packed"] == "seller_unlock"
    assert {(one.device, one.theme, one.is_whole) for one in camera.looked_at} == {
        (Device.PHONE, "night", True)
    }
    assert len(list(camera.album.folder.glob("*.png"))) == 0


async def test_one_load_gives_a_page_in_every_theme(state, camera):
    state.toggle("themes", "day")
    state.toggle("devices", "desktop")

    await run_in_background(state, "pack")

    number = len(of_groups([GROUP]))
    assert state.packed == number * 2 * 2 * 2
    assert len(camera.looked_at) == number * 2 * 2  # a phone's screen is touched, a desktop's not
    assert {(one.device, one.theme) for one in camera.looked_at[0].looks} == {
        (camera.looked_at[0].device, "night")
    }


async def test_a_page_that_gives_no_picture_is_left_out_and_told(state, camera, monkeypatch):
    looked = camera.look

    async def look(visit, taken=None):
        if "/vi/" in unquote(visit.address) and len(camera.looked_at) < 6:
            camera.looked_at.append(visit)
            raise CameraError(CameraProblem.FAILED)
        return await looked(visit, taken)

    monkeypatch.setattr(camera, "look", look)

    await run_in_background(state, "pack")

    assert (state.is_packing, state.picture_problem) == (False, "failed")
    address, _, _ = state.file.partition("?as=")
    with ZipFile(camera.album.find(address.rpartition("/")[2])) as packed:
        pictures = [one for one in packed.namelist() if one.endswith(".png")]
        page = packed.read("index.html").decode()
    missing = page.count("No picture")
    assert 0 < missing < 4
    assert len(pictures) + missing == state.of


@pytest.mark.parametrize(
    "problem", [CameraProblem.NOT_INSTALLED, CameraProblem.NO_BROWSER, CameraProblem.FAILED]
)
async def test_without_a_camera_it_says_why_and_leaves_nothing(state, camera, problem):
    camera.problem = problem

    await run_in_background(state, "pack")

    assert (state.is_packing, state.picture_problem, state.file) == (False, problem.value, "")
    assert list(camera.album.folder.iterdir()) == []
    tried = 2 * MOST_IN_VAIN if problem is CameraProblem.FAILED else 2  # two at once
    assert len(camera.looked_at) == tried


async def test_it_can_be_stopped_and_made_anew(state, camera):
    looked = camera.look

    async def look_and_stop(visit, taken=None):
        state.cancel()
        return await looked(visit, taken)

    camera.look = look_and_stop
    await run_in_background(state, "pack")
    assert (state.is_packing, state.file) == (False, "")
    assert list(camera.album.folder.glob("*.zip")) == []

    camera.look = looked
    await run_in_background(state, "pack")
    assert state.file != ""


async def test_nothing_is_made_for_a_page_that_is_gone(state, camera, monkeypatch):
    monkeypatch.setattr("buyer_portal.pages.studio.handoff.state.GONE_SECONDS", -1.0)
    session.use_presence(lambda _: False)

    await run_in_background(state, "pack")
    session.use_presence(None)

    assert (state.is_packing, state.file, len(camera.looked_at)) == (False, "", 2)


async def test_an_order_service_that_is_away_is_told(state, silent_connection):
    session.use_connection(silent_connection)

    await run_in_background(state, "pack")

    assert (state.is_packing, state.picture_problem) == (False, "failed")


async def test_too_many_pictures_are_not_begun(make_state, camera):
    state = make_state(HandoffState, "/studio/handoff/")
    state.load()
    assert not state.is_too_large

    for device in ("small_phone", "tablet"):
        state.toggle("devices", device)
    state.is_too_large = True
    await run_in_background(state, "pack")

    assert (state.is_packing, camera.looked_at) == (False, [])


async def test_words_and_states_need_no_camera(state):
    state.toggle("devices", "watch")
    state.toggle(["devices"], "phone")

    event = state.download()

    assert state.chosen["devices"] == ["phone"]
    assert event is not None
