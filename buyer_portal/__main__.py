"""Change here the words of the command line: run, build, import, policy, check and so on."""

import argparse
import importlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from buyer_portal.settings import Mode, Settings, SettingsError

ROOT: Final = Path(__file__).resolve().parents[1]
REFUSED: Final = 2
DEV_POLL_SECONDS: Final = 0.5
COMMANDS: Final = {
    "check": ("prove an order service against the contract", "conformance.command"),
    "import": ("read orders of a shop's API from files", "order_service.imports.command"),
    "handoff": ("pack screenshots, words and the state table", "testing.handoff"),
    "policy": ("check policies, print them, compare two", "order_service.policies.command"),
    "reviews": ("read how buyers say it went", "order_service.reviews.command"),
    "webhooks": ("who may send webhooks, and who is told", "order_service.webhooks.command"),
}
"""What else there is to do: help, and the module that describes its words and runs it."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return its exit code: 0 good, 1 failed, 2 refused."""
    parser = argparse.ArgumentParser(prog="python -m buyer_portal", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("run", help="build the pages if they changed, then serve the portal")
    commands.add_parser("build", help="build the pages, unless the present build fits")
    commands.add_parser("dev", help="run, and start again whenever a source changes")
    modules = {name: _module_of(name) for name in COMMANDS}
    for name, (about, _) in COMMANDS.items():
        modules[name].add_arguments(commands.add_parser(name, help=about))
    papers = importlib.import_module("buyer_portal.receipts.command")
    papers.add_verify_arguments(
        commands.add_parser("verify", help="check receipts, without asking anybody")
    )
    papers.add_key_arguments(
        commands.add_parser("receipt-key", help="print the public key that signs receipts")
    )
    given = parser.parse_args(arguments)
    if given.command == "verify":  # whoever checks a receipt need not run a portal
        return int(papers.verify(given))
    try:
        settings = Settings.load()
        if given.command == "receipt-key":
            return int(papers.print_key(given, settings))
        if given.command in modules:
            return int(modules[given.command].run(given, settings))
        _work_from_root(settings)
        return {"run": _run, "build": _build, "dev": _dev}[given.command](settings)
    except SettingsError as refusal:
        print(f"The portal does not start.\n{refusal}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 0


def _module_of(command: str) -> Any:  # noqa: ANN401 - add_arguments(parser), run(given, settings)
    """Return the module of a command; the pages' rooms must not know it, so it goes by name."""
    return importlib.import_module(f"buyer_portal.{COMMANDS[command][1]}")


def _work_from_root(settings: Settings) -> None:
    """Go to the project's folder, where Reflex wants to be; paths keep their meaning."""
    os.environ["PORTAL_DATA_DIR"] = str(settings.data_dir.absolute())
    for name in ("PORTAL_SECRET_FILE",):
        if os.environ.get(name):
            os.environ[name] = str(Path(os.environ[name]).absolute())
    database = os.environ.get("DATABASE_URL", "")
    if database.startswith("sqlite:///"):
        os.environ["DATABASE_URL"] = (
            f"sqlite:///{Path(database.removeprefix('sqlite:///')).absolute()}"
        )
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))  # rxconfig.py is there


def _build(settings: Settings) -> int:
    """Build the pages unless the present build fits."""
    from buyer_portal.edge.frontend import (  # noqa: PLC0415 - Reflex is slow to import
        FrontendBuildError,
        ensure_frontend,
        use_frontend,
    )

    try:
        use_frontend(ensure_frontend(settings, say=_say))
    except FrontendBuildError as failure:
        print(f"{failure}\nThe pages could not be built.", file=sys.stderr)
        return 1
    return 0


def _run(settings: Settings) -> int:
    """Build if needed, then serve until told to stop."""
    settings = Settings.load()  # again, from the project's folder
    if code := _build(settings):
        return code
    from buyer_portal.edge import server  # noqa: PLC0415 - Reflex is slow to import

    server.prepare_environment()
    server.set_up_logs()

    async def announce() -> None:
        await _announce(settings)

    try:
        return server.serve(settings, announce=announce)
    except server.AddressInUseError as refusal:
        print(f"The portal does not start.\n{refusal}", file=sys.stderr)
        return REFUSED


def _dev(_: Settings) -> int:
    """Serve in a child process and replace it whenever a source changes."""
    while True:
        seen = _sources_seen()
        with subprocess.Popen([sys.executable, "-m", "buyer_portal", "run"]) as child:
            try:
                while _sources_seen() == seen:
                    time.sleep(DEV_POLL_SECONDS)
            finally:
                child.terminate()
        _say("A source changed; starting again …")


def _sources_seen() -> tuple[tuple[str, int], ...]:
    """Return every source with the time of its last change."""
    folders = (ROOT / "buyer_portal", ROOT / "assets")
    return tuple(
        (str(path), path.stat().st_mtime_ns)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )


async def _announce(settings: Settings) -> None:
    """Print where the portal is, and in demo mode who can be tried."""
    from buyer_portal.order_client.errors import OrderServiceError  # noqa: PLC0415
    from buyer_portal.session import service_client  # noqa: PLC0415

    lines = [f"The buyer portal is ready: {settings.base_url}"]
    if settings.mode is Mode.DEMO:
        try:
            buyers = (await service_client().demo_buyers()).buyers
        except OrderServiceError:
            buyers = ()
        if buyers:
            lines.append("Demo accounts, one click each on the sign-in page:")
            width = max(len(buyer.login) for buyer in buyers)
            lines += [f"  {buyer.login:<{width}}  {buyer.name}" for buyer in buyers]
    _say("\n".join(lines))


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
