"""Change here what a test of crashes is handed: a service that dies."""

import pytest

from tests.order_service.crashes.dying import Doomed


@pytest.fixture
def process(tmp_path):
    made = Doomed(tmp_path)
    yield made
    made.kill()
