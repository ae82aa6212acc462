"""Change here what stands for the fixtures where the extra ``testing`` is missing: its advice."""

from collections.abc import Callable
from typing import Final

import pytest

from buyer_portal.testing.missing import advice

FIXTURES: Final = (
    "portal",
    "testing_http",
    "make_tenant",
    "tenant",
    "errors",
    "assert_no_errors",
    "assert_accessible",
    "network",
    "buyer_page",
    "words",
)


def _fixture(name: str) -> Callable[..., None]:
    @pytest.fixture(name=name)
    def lacking() -> None:
        pytest.fail(f"no fixture {name!r}: {advice()}", pytrace=False)

    return lacking


globals().update({name: _fixture(name) for name in FIXTURES})
