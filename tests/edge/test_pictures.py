"""How pictures reach the page that asked, and nobody else."""

import httpx
import pytest
from starlette.routing import Router

from buyer_portal.edge.pictures import Pictures
from buyer_portal.studio.album import Album, picture_href
from buyer_portal.studio.camera import use_camera


class AlbumOnly:
    """A camera that has made its pictures already."""

    def __init__(self, album):
        self.album = album


@pytest.fixture
def album(tmp_path):
    album = Album(tmp_path)
    use_camera(AlbumOnly(album))  # type: ignore[arg-type]
    yield album
    use_camera(None)


@pytest.fixture
def browser(settings):
    app = Router(Pictures(settings=settings).routes())
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://portal")


async def test_who_knows_the_name_sees_the_picture_and_nobody_keeps_it(browser, album):
    page = album.page()
    page.write_bytes(b"\x89PNG")

    answer = await browser.get(picture_href(page.name))

    assert (answer.status_code, answer.content) == (200, b"\x89PNG")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "no-store"
    assert "content-disposition" not in answer.headers


@pytest.mark.parametrize(
    ("saved_as", "disposition"),
    [
        pytest.param("handoff.zip", 'attachment; filename="handoff.zip"', id="named"),
        pytest.param('a";x', None, id="no-name"),
    ],
)
async def test_a_zip_is_saved_under_its_name(browser, album, saved_as, disposition):
    page = album.page(".zip")
    page.write_bytes(b"PK")

    answer = await browser.get(f"/studio/pictures/{page.name}", params={"as": saved_as})

    assert answer.headers.get("content-disposition") == disposition


async def test_a_name_that_there_is_not_is_unknown(browser, album):
    assert (await browser.get(picture_href("a" * 43 + ".png"))).status_code == 404
    use_camera(None)
    assert (await browser.get(picture_href(album.page().name))).status_code == 404
