"""Production neither serves nor compiles the studio; every other mode has it."""

import json
import os
import subprocess
import sys

import pytest

LIST = """
import json, sys
from reflex.state import all_base_state_classes
from buyer_portal.app import app, head
print(json.dumps({
    "routes": sorted(app._unevaluated_pages),
    "modules": sorted(name for name in sys.modules if "studio" in name.split(".")),
    "states": sorted(name for name in all_base_state_classes if "studio" in name.lower()),
    "head": [str(part) for part in head()],
}))
"""


def _app_in(mode, folder):
    secret = folder / "secret"
    secret.write_text("production-secret-of-this-test-0123456789")
    settings = {
        "PORTAL_MODE": mode,
        "PORTAL_PUBLIC_URL": "https://orders.example.com",
        "PORTAL_SECRET_FILE": str(secret),
        "PORTAL_PAYMENTS": "stripe",
        "STRIPE_API_KEY": "rk_live_of_nobody",
    }
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", LIST],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_production_has_no_studio(tmp_path):
    made = _app_in("production", tmp_path)

    assert [route for route in made["routes"] if "studio" in route] == []
    assert [name for name in made["modules"] if ".pages." in name] == []
    assert made["states"] == []
    assert "studio" not in " ".join(made["head"])


@pytest.mark.parametrize("mode", ["demo", "test"])
def test_other_modes_have_it(mode, tmp_path):
    made = _app_in(mode, tmp_path)

    assert {"studio", "vi/studio", "id/studio"} <= set(made["routes"])
    assert "/studio/prototype.js" in " ".join(made["head"])
