"""Every named point is walked by the test of its family."""

import re
from pathlib import Path

from tests.order_service.crashes.doomed import POINTS


def test_every_named_point_is_walked():
    """A family that no test asks for, or a test for a family that has gone, shows up here."""
    source = "\n".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    walked = set(re.findall(r'points_of\("([a-z]+)"\)', source))

    assert {one.partition("-")[0] for one in POINTS} == walked
    assert all(callable(getattr(where, name)) for where, name in POINTS.values())
