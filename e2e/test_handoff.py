"""The hand-off is made by its command, pictures and all."""

import csv
import io
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]


def test_a_hand_off_has_pictures_words_and_states(tmp_path):
    file = tmp_path / "out.zip"
    options = ["--scenarios", "packed,sign-in", "--devices", "phone", "--themes", "night"]

    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "buyer_portal", "handoff", file, *options, "--languages", "vi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (
        0,
        f"{file}: 2 pictures, words.csv, states.csv\n",
    ), done.stderr
    with ZipFile(file) as packed:
        pictures = [name for name in packed.namelist() if name.endswith(".png")]
        states = list(csv.DictReader(io.StringIO(packed.read("states.csv").decode())))
        assert pictures == [f"screens/{name}/phone-night-vi.png" for name in ("packed", "sign-in")]
        assert all(packed.read(name).startswith(b"\x89PNG") for name in pictures)
        assert all(len(packed.read(name)) > 20_000 for name in pictures)
    assert [(row["situation"], row["outcome"], row["causes"]) for row in states] == [
        ("packed", "seller_unlock", "packed"),
        ("sign-in", "instant", ""),
    ]
