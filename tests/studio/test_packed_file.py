"""A file that comes in parts is the file that was sent, or none."""

import base64
import gzip
import json
import os

import pytest

from buyer_portal.studio import packed_file
from buyer_portal.studio.packed_file import BrokenFileError, PackedFile


def _parts(content, size=40_000, name="orders.json"):
    """Return what studio.js sends of a file."""
    whole = base64.b64encode(gzip.compress(content)).decode()
    cut = [whole[at : at + size] for at in range(0, len(whole), size)]
    return [
        json.dumps({"name": name, "at": at, "of": len(cut), "part": part})
        for at, part in enumerate(cut)
    ]


def _joined(parts):
    file = PackedFile()
    for part in parts:
        file = file.with_part(part)
    return file


@pytest.mark.parametrize("content", [b"{}", "Đơn hàng".encode() * 9000, os.urandom(90_000)])
def test_parts_become_the_file_again(content):
    file = _joined(_parts(content))

    assert (file.is_whole, file.name, file.content()) == (True, "orders.json", content)


def test_a_file_that_begins_anew_forgets_the_one_before():
    torn = PackedFile().with_part(_parts(os.urandom(90_000))[0])
    assert not torn.is_whole

    file = torn.with_part(_parts(b"[]", name="second.json")[0])

    assert (file.name, file.content()) == ("second.json", b"[]")


@pytest.mark.parametrize(
    "part",
    [
        "",
        "{}",
        '{"name": "too-large.json"}',
        '{"name": "a", "at": 1, "of": 2, "part": "AAAA"}',
        '{"name": "a", "at": 0, "of": 101, "part": "AAAA"}',
        '{"name": "a", "at": 0, "of": 1, "part": "<script>"}',
        '{"name": "a", "at": "0", "of": 1, "part": "AAAA"}',
    ],
)
def test_what_is_no_part_is_refused(part):
    with pytest.raises(BrokenFileError):
        PackedFile().with_part(part)


def test_parts_come_in_their_order():
    first, second, third = _parts(os.urandom(70_000))
    with pytest.raises(BrokenFileError):
        _joined([first, third])
    assert _joined([first, second, third]).is_whole


def test_a_torn_file_and_a_bomb_are_none(monkeypatch):
    whole = json.loads(_parts(b"[1, 2, 3]")[0])
    torn = json.dumps({**whole, "part": whole["part"][:-12]})
    with pytest.raises(BrokenFileError):
        PackedFile().with_part(torn).content()

    monkeypatch.setattr(packed_file, "MOST_BYTES", 1000)
    with pytest.raises(BrokenFileError):
        _joined(_parts(b"0" * 1001)).content()
    assert len(_joined(_parts(b"0" * 1000)).content()) == 1000
