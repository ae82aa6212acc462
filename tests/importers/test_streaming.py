import json
import subprocess
import sys
import textwrap
from io import BytesIO

import pytest

from buyer_portal import importers
from buyer_portal.importers import ImportedOrder, PayloadFormat
from buyer_portal.importers.window import Window

from .conftest import tidy_order


class Counted(BytesIO):
    """A stream that knows how far it was read."""

    taken = 0

    def read(self, size=-1, /):
        """Return bytes and count them."""
        chunk = super().read(size)
        self.taken += len(chunk)
        return chunk

    def readline(self, size=-1, /):
        """Return a line and count it."""
        line = super().readline(size)
        self.taken += len(line)
        return line


def many(count, *, is_list):
    orders = (json.dumps(tidy_order(id=str(number))) for number in range(1, count + 1))
    return f"[{','.join(orders)}]" if is_list else "\n".join(orders)


@pytest.mark.parametrize("is_list", [True, False], ids=["list", "lines"])
def test_the_first_order_comes_before_the_file_was_read(is_list):
    content = many(2_000, is_list=is_list).encode()
    stream = Counted(content)

    first = next(
        importers.read_stream(stream, file="orders.json", format=PayloadFormat.TIKTOK_SHOP)
    )

    assert (type(first), first.external_id) == (ImportedOrder, "1")
    assert stream.taken < len(content) / 4


def test_places_are_exact_across_chunks_and_wide_characters():
    orders = [tidy_order(id=str(number), buyer_nickname="Lan ☕" * 20) for number in range(300)]
    content = "[\n" + ",\n".join(json.dumps(order, ensure_ascii=False) for order in orders) + "]"
    raw = content.encode()

    outcomes = list(importers.read_bytes(raw, file="orders.json", format="tiktok-shop"))

    assert [outcome.place.line for outcome in outcomes] == list(range(2, 302))
    assert {raw[outcome.place.offset : outcome.place.offset + 7] for outcome in outcomes} == {
        b'{"id": '
    }


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_value_is_the_same_however_the_bytes_arrive(size):
    class Slow(BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            return super().read(size)

    content = '[12345, "Đèn \\" ☕", {"a": [1, 2.5e3, null, true]}]'
    window = Window(Slow(content.encode()), file="orders.json")

    assert window.value()[0] == json.loads(content)
    assert window.peek() == ""


@pytest.mark.parametrize("shape", ["list", "lines"])
def test_a_large_file_needs_little_memory(tmp_path, shape):
    path = tmp_path / "orders.json"
    line = json.dumps(tidy_order(seller_note="Handle with care. " * 300))
    count = 12 * 1024 * 1024 // len(line)
    with path.open("w") as file:
        file.write("[" if shape == "list" else "")
        for number in range(count):
            file.write("," if shape == "list" and number else "\n" if number else "")
            file.write(line.replace("579460000000000009", f"{number:018}"))
        file.write("]" if shape == "list" else "")
    script = textwrap.dedent(
        """
        import resource, sys
        from buyer_portal import importers
        def peak():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        list(importers.read_bytes(b"[]", file="x", format="tiktok-shop"))
        before = peak()
        count = sum(1 for _ in importers.read(sys.argv[1], format="tiktok-shop"))
        print(count, peak() - before)
        """
    )

    read, grown_kib = run(script, path)

    assert read == count
    assert grown_kib < 20 * 1024


def run(script, path):
    """Run a script in a process of its own, so that its peak memory is its own."""
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True
    )
    return (int(number) for number in done.stdout.split())
