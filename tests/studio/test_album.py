"""How long pictures are kept, and who finds them."""

import pytest

from buyer_portal.studio.album import KEPT_SECONDS, Album, picture_href


class Clock:
    """A clock that is set."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def album(tmp_path, clock):
    return Album(tmp_path, most_bytes=10, clock=clock)


def _put(album, content=b"png"):
    page = album.page()
    page.write_bytes(content)
    return page.name


def test_a_picture_is_found_by_its_name_alone(album, tmp_path):
    name = _put(album)
    (tmp_path / "secret.png").write_bytes(b"x")

    assert album.find(name) == tmp_path / name
    assert [album.find(other) for other in ("secret.png", f"../{name}", name[:-1], "")] == [
        None
    ] * 4
    assert len({album.page().name for _ in range(50)}) == 50


def test_a_picture_that_was_not_made_is_not_found(album):
    assert album.find(album.page().name) is None


def test_pictures_go_after_their_time(album, clock, tmp_path):
    name = _put(album)
    clock.now = KEPT_SECONDS

    assert album.find(name) is None
    assert list(tmp_path.iterdir()) == []


def test_past_the_bound_the_oldest_go(album):
    first, second = _put(album, b"123456"), _put(album, b"123456")

    assert album.find(first) is None
    assert album.find(second) is not None


def test_what_is_forgotten_is_gone(album, tmp_path):
    name = _put(album)
    (tmp_path / "other.png").write_bytes(b"x")

    album.forget([name, "other.png", name])

    assert [path.name for path in tmp_path.iterdir()] == ["other.png"]


def test_an_address_names_what_a_file_is_saved_as():
    assert picture_href("a.zip", saved_as="handoff.zip") == "/studio/pictures/a.zip?as=handoff.zip"
