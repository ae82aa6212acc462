import pytest

from buyer_portal.settings import Settings


@pytest.fixture
def settings(tmp_path):
    """Settings of a portal in test mode, with a data directory of its own."""
    return Settings.model_validate(
        {"mode": "test", "port": 8000, "data_dir": tmp_path / "data", "public_url": None}
    )


@pytest.fixture
def tls_settings(tmp_path):
    """Settings of a portal behind https."""
    return Settings.model_validate(
        {
            "mode": "demo",
            "data_dir": tmp_path / "data",
            "public_url": "https://orders.example.com",
        }
    )
