"""Production neither serves nor compiles the studio; every other mode has it."""

import json
import os
import subprocess
import sys

import pytest

from buyer_portal.studio.entering import ENTER, PROBE
from buyer_portal.studio.screens import ADDRESSES

LOOK = """
import asyncio, json, sys
import httpx
from reflex.state import all_base_state_classes
from buyer_portal.app import app, edge, head

async def answers():
    portal = httpx.ASGITransport(app=edge.around(app._api))
    async with httpx.AsyncClient(transport=portal, base_url="https://portal") as asking:
        return {path: (await asking.get(path)).status_code for path in sys.argv[1:]}

made = {
    "routes": sorted(app._unevaluated_pages),
    "modules": sorted(name for name in sys.modules if "studio" in name.split(".")),
    "states": sorted(name for name in all_base_state_classes if "studio" in name.lower()),
    "head": [str(part) for part in head()],
    "answers": asyncio.run(answers()),
}
"""
COMPILE = """
import rxconfig
from reflex.compiler import compiler

written = {}
def kept(name):
    make = getattr(compiler, name)
    def made_and_kept(*given, **named):
        done = make(*given, **named)
        written.update(done[0] if name == "compile_memo_components" else [done])
        return done
    setattr(compiler, name, made_and_kept)

for name in ("page_from_context", "memo_components", "document_root", "contexts", "app_root"):
    kept(f"compile_{name}")
app._compile(dry_run=True, use_rich=False)
written.update([rxconfig._stylesheet()])
made["written"] = written
"""
PRINT = "print(json.dumps(made))"
STUDIO = (
    *(f"{prefix}{address}" for prefix in ("", "/vi", "/id") for address in ADDRESSES.values()),
    "/studio/", "/studio/board", "/studio/prototype.js", "/s/anything", ENTER, PROBE,
    "/studio/pictures/anything.png",
)  # fmt: skip
OTHERS = ("/login", "/orders", "/orders/1", "/portal.js")


@pytest.fixture(scope="module")
def look(tmp_path_factory):
    """Start the portal of a mode, with a small build, and return what was found out about it."""
    folder = tmp_path_factory.mktemp("portal")
    secret = folder / "secret"
    secret.write_text("production-secret-of-this-test-0123456789")
    files = folder / "build" / "client"
    files.mkdir(parents=True)
    for name in ("404.html", "login.html", "orders.html", "portal.js"):
        (files / name).write_text("as built")
    (folder / "build" / "manifest.json").write_text("{}")
    settings = {
        "PORTAL_PUBLIC_URL": "https://orders.example.com",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "PORTAL_SECRET_FILE": str(secret),
        "PORTAL_PAYMENTS": "stripe",
        "STRIPE_API_KEY": "rk_live_of_nobody",
        "__PORTAL_FRONTEND": str(folder / "build"),
    }

    def look_at(mode, *programs, ask):
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", "\n".join((LOOK, *programs, PRINT)), *ask],
            env=os.environ | settings | {"PORTAL_MODE": mode},
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    return look_at


@pytest.fixture(scope="module")
def production(look):
    return look("production", COMPILE, ask=(*STUDIO, *OTHERS))


def test_production_has_no_studio(production):
    assert [route for route in production["routes"] if "studio" in route] == []
    assert [name for name in production["modules"] if ".pages." in name] == []
    assert production["states"] == []
    assert "studio" not in " ".join(production["head"])


def test_production_answers_no_address_of_the_studio(production):
    answers = production["answers"]

    assert {path: answers[path] for path in STUDIO} == dict.fromkeys(STUDIO, 404)
    assert {path: answers[path] for path in OTHERS} == dict.fromkeys(OTHERS, 200)


def test_what_production_compiles_has_nothing_of_the_studio(production):
    """Every file that the compiler would write: pages, parts, head, states, root and styles."""
    written = production["written"]

    assert [path for path, code in written.items() if "studio" in code.lower()] == []
    assert [path for path, code in written.items() if "portalWord" in code] == []
    assert len(written) > len(production["routes"])
    assert "/portal.js" in " ".join(written.values())


@pytest.mark.parametrize("mode", ["demo", "test"])
def test_other_modes_have_it(mode, look):
    asked = (*ADDRESSES.values(), PROBE)
    made = look(mode, ask=asked)

    assert {"studio", "vi/studio", "id/studio"} <= set(made["routes"])
    assert "/studio/prototype.js" in " ".join(made["head"])
    assert made["answers"] == dict.fromkeys(asked, 200)
