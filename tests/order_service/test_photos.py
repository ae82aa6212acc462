"""Photos of a return: told by content, made anew, few, and for nobody but their buyer."""

from io import BytesIO

import pytest
from PIL import Image

from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_contract.returns import MOST_PHOTO_BYTES, MOST_PHOTOS
from buyer_portal.order_service.returns.pictures import (
    LONGEST_SIDE,
    NotAPictureError,
    made_anew,
)
from tests.order_service.pictures import a_picture

DELIVERED = {"status": "DELIVERED"}
UNKNOWN = "00000000-0000-7000-8000-000000000000"
ORIENTATION, PLACE, MAKER = 0x0112, 0x8825, 0x010F


def with_metadata():
    about = Image.Exif()
    about[MAKER] = "SecretCam"
    about[ORIENTATION] = 6  # lies on its side
    about.get_ifd(PLACE)[1] = "N"
    return a_picture(exif=about.tobytes(), comment=b"at home")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_each_kind_becomes_a_jpeg_of_the_same_size(kind):
    made = made_anew(a_picture(kind))

    found = Image.open(BytesIO(made.content))
    assert (found.format, found.size, made[1:]) == ("JPEG", (60, 40), (60, 40))


def test_nothing_but_pixels_is_kept_and_they_stand_upright():
    given = with_metadata()
    made = made_anew(given + b"PK\x03\x04 a second file")

    found = Image.open(BytesIO(made.content))
    assert b"SecretCam" in given
    assert dict(found.getexif()) == {}
    assert "comment" not in found.info
    assert b"SecretCam" not in made.content
    assert b"second file" not in made.content
    assert found.size == (40, 60)


def test_a_large_picture_is_made_smaller():
    made = made_anew(a_picture(size=(4000, 1000)))

    assert (made.width, made.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)


def test_what_is_seen_through_becomes_white():
    drawn = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(drawn, "PNG")

    made = Image.open(BytesIO(made_anew(drawn.getvalue()).content))

    assert made.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"\xff\xd8\xff\xe0 not really", id="only-its-first-bytes"),
        pytest.param(a_picture("GIF"), id="gif"),
        pytest.param(a_picture("TIFF"), id="tiff"),
        pytest.param(a_picture("PNG", size=(9000, 9000)), id="too-many-pixels"),
        pytest.param(a_picture()[:-200], id="cut-off"),
        pytest.param(b"%PDF-1.7", id="pdf"),
    ],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(NotAPictureError):
        made_anew(content)


@pytest.fixture
async def upload(http):
    """Send a photo as the edge does."""

    async def do(session, order_id, content=None):
        return await http.post(
            f"/v1/orders/{order_id}/photos",
            content=a_picture() if content is None else content,
            headers={SESSION_HEADER: session, "Content-Type": "image/png"},
        )

    return do


async def test_a_photo_waits_for_the_return_and_then_belongs_to_it(make_world, upload, http):
    world = await make_world(orders=[DELIVERED])
    session = await world.session()
    buyer = await world.buyer()

    stored = (await upload(session, world.order())).json()
    offer = await buyer.return_offer(world.order())
    shown = await http.get(f"/v1/photos/{stored['id']}", headers={SESSION_HEADER: session})

    assert [photo.id for photo in offer.photos] == [stored["id"]]
    assert (stored["width"], stored["height"]) == (60, 40)
    assert shown.headers["content-type"] == "image/jpeg"
    assert len(shown.content) == stored["size"]
    await buyer.remove_photo(stored["id"])
    await buyer.remove_photo(stored["id"])  # once more changes nothing
    assert (await buyer.return_offer(world.order())).photos == ()


async def test_a_photo_is_nobody_elses(make_world, upload, http):
    world = await make_world(
        buyers=[{"key": "buyer"}, {"key": "other"}], orders=[{**DELIVERED, "buyer": "buyer"}]
    )
    mine, other = await world.session(), await world.session("other")
    photo = (await upload(mine, world.order())).json()["id"]

    answers = [
        await http.get(f"/v1/photos/{photo}", headers={SESSION_HEADER: other}),
        await http.get(f"/v1/photos/{UNKNOWN}", headers={SESSION_HEADER: other}),
        await upload(other, world.order()),
    ]
    await (await world.buyer("other")).remove_photo(photo)

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].content == answers[1].content
    kept = await http.get(f"/v1/photos/{photo}", headers={SESSION_HEADER: mine})
    assert kept.status_code == 200
    nobody = await http.get(f"/v1/photos/{photo}")
    assert nobody.status_code == 401


async def test_photos_are_few_and_not_too_large(make_world, upload):
    world = await make_world(orders=[DELIVERED])
    session = await world.session()

    statuses = [(await upload(session, world.order())).status_code for _ in range(MOST_PHOTOS + 1)]
    large = await upload(session, world.order(), b"\0" * (MOST_PHOTO_BYTES + 1))
    wrong = await upload(session, world.order(), b"GIF89a")

    assert statuses == [201] * MOST_PHOTOS + [409]
    assert (large.status_code, wrong.status_code) == (413, 415)
    assert wrong.json()["type"].endswith("not-a-picture")


async def test_photos_that_were_never_sent_are_forgotten_after_a_day(make_world, upload):
    world = await make_world(orders=[DELIVERED])
    session, buyer = await world.session(), await world.buyer()
    first = (await upload(session, world.order())).json()["id"]
    await world.advance(advance_seconds=86401)
    second = (await upload(session, world.order())).json()["id"]

    photos = [photo.id for photo in (await buyer.return_offer(world.order())).photos]

    assert photos == [second] != [first]
