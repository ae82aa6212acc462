"""Change here how the frontend is built once and made safe for any address."""

import base64
import contextlib
import fcntl
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import brotli

from buyer_portal import routes
from buyer_portal.settings import Mode, Settings

ROOT: Final = Path(__file__).resolve().parents[2]
WEB: Final = ROOT / ".web"
READY: Final = WEB / "ready"
IN_USE: Final = "__PORTAL_FRONTEND"
KEPT_BUILDS: Final = 4  # a running portal may still serve an older one
# These rooms never reach a browser; all others may shape a page, so they count.
SERVER_ROOMS: Final = frozenset({"order_service", "importers", "testing", "edge"})
COMPRESSED_SUFFIXES: Final = frozenset({".css", ".html", ".js", ".json", ".svg", ".webmanifest"})
MIN_COMPRESSED_BYTES: Final = 512
SHELL: Final = "404.html"

_BACKEND_ADDRESS = re.compile(r"""(["'`])(ws|http)://localhost:8000(/[\w-]*)\1""")
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_HTML_LANG = re.compile(r'<html lang="[^"]*"')


class FrontendBuildError(Exception):
    """The frontend did not build; the message ends with what the builder said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyFrontend:
    """A built frontend that can be served under any address."""

    files: Path
    script_hashes: Mapping[str, tuple[str, ...]]
    """Per HTML file, relative to ``files``: the CSP sources of its inline scripts."""


def ready_frontend(settings: Settings) -> ReadyFrontend | None:
    """Return the build that fits the present sources, or None when it must be built."""
    return _read(READY / fingerprint(settings))


def use_frontend(frontend: ReadyFrontend) -> None:
    """Have this process and its workers serve ``frontend``, whatever the sources become."""
    os.environ[IN_USE] = str(frontend.files.parent)


def frontend_in_use(settings: Settings) -> ReadyFrontend | None:
    """Return the build that was chosen, else the one that fits; None: the pages are not built."""
    chosen = os.environ.get(IN_USE)
    return _read(Path(chosen)) if chosen else ready_frontend(settings)


def ensure_frontend(settings: Settings, *, say: Callable[[str], None]) -> ReadyFrontend:
    """Return the fitting build, building it first when the sources have changed.

    Raises:
        FrontendBuildError: The sources do not compile, or npm packages cannot be had.
    """
    ready = ready_frontend(settings)
    if ready is not None:
        return ready
    with _only_one_builder():
        ready = ready_frontend(settings)  # another process may have built it while we waited
        if ready is None:
            say("Building the pages; this is done once per change …")
            sources = _sources_hash(settings)
            _export(settings)
            ready = _publish(READY / _name(sources), settings)
    return ready


def fingerprint(settings: Settings) -> str:
    """Return the name of the build that the present sources would give."""
    return _name(_sources_hash(settings))


def _name(sources: str) -> str:
    """Return a build's name; the npm lock counts as the build left it."""
    lock = hashlib.sha256()
    for path in sorted((ROOT / "reflex.lock").glob("*")):
        lock.update(path.read_bytes())
    return f"{sources}-{lock.hexdigest()[:8]}"


def _sources_hash(settings: Settings) -> str:
    """Return a hash of everything in the project that shapes the pages."""
    digest = hashlib.sha256()
    bundle = "production" if settings.mode is Mode.PRODUCTION else "open"
    digest.update(f"{version('reflex')} {bundle} {settings.build}".encode())
    for path in _sources():
        digest.update(f"{path.relative_to(ROOT)} ".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    """Yield the files that shape the pages, in a stable order."""
    yield ROOT / "rxconfig.py"
    yield Path(__file__)
    package = ROOT / "buyer_portal"
    for folder in (package, ROOT / "assets"):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            is_server = folder is package and (
                parts[0] in SERVER_ROOMS or parts[0] == "__main__.py"
            )
            if not is_server and "__pycache__" not in parts and path.is_file():
                yield path


@contextlib.contextmanager
def _only_one_builder() -> Iterator[None]:
    """Wait until no other process builds; a killed one leaves no lock behind."""
    with (ROOT / ".web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def builder_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of Reflex's command line: our Node and Bun first."""
    tools = Path(sys.executable).parent
    path = f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {
        **os.environ,
        "PATH": path,
        "PORTAL_BUILD": str(settings.build),
        "PORTAL_MODE": settings.mode.value,
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "NO_COLOR": "1",
    }
    # Otherwise Reflex measures registries over the network and ignores the user's own choice.
    environment.setdefault("NPM_CONFIG_REGISTRY", _npm_registry(tools, path))
    return {name: text for name, text in environment.items() if text}


def _npm_registry(tools: Path, path: str) -> str:
    """Return the registry that npm is set to; empty when npm cannot say."""
    answer = subprocess.run(  # noqa: S603 - our own npm
        [str(tools / "npm"), "config", "get", "registry"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )
    registry = answer.stdout.strip().rstrip("/")
    return registry if answer.returncode == 0 and registry.startswith("http") else ""


def _export(settings: Settings) -> None:
    """Compile the pages and bundle them into ``.web/build/client``."""
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    done = subprocess.run(  # noqa: S603 - our own interpreter
        command,
        cwd=ROOT,
        env=builder_environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0 or not (WEB / "build" / "client" / SHELL).is_file():
        raise FrontendBuildError("\n".join(done.stdout.splitlines()[-60:]))
    # Reflex writes it on one line or many, depending on what it did; git should not see that.
    package = ROOT / "reflex.lock" / "package.json"
    package.write_text(json.dumps(json.loads(package.read_text()), indent=2))


def _publish(target: Path, settings: Settings) -> ReadyFrontend:
    """Copy the bundle to ``target``, prepared for serving; appear there whole or not at all."""
    draft = READY / f".draft-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    left_out = [".vite"]
    if settings.mode is Mode.PRODUCTION:
        left_out.append("studio")  # its scripts; its pages were not compiled
    shutil.copytree(
        WEB / "build" / "client", draft / "client", ignore=shutil.ignore_patterns(*left_out)
    )
    hashes = prepare(draft / "client")
    (draft / "manifest.json").write_text(json.dumps(hashes, indent=1))
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    builds = sorted(READY.glob("[!.]*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in builds[KEPT_BUILDS:]:
        shutil.rmtree(old, ignore_errors=True)
    return _open(target)


def prepare(files: Path) -> dict[str, list[str]]:
    """Make a bundle serve any address, set page languages, compress; return script hashes.

    Raises:
        FrontendBuildError: The bundle has no backend address to replace, or one is left.
    """
    replaced = 0
    for script in files.rglob("*.js"):
        text = script.read_text()
        text, count = _BACKEND_ADDRESS.subn(_relative_to_page, text)
        if count:
            script.write_text(text)
            replaced += count
        if "localhost:8000" in text:
            raise FrontendBuildError(f"{script.name} still names localhost:8000")
    if not replaced:
        raise FrontendBuildError("no backend address found in the bundle: has Reflex changed?")
    hashes: dict[str, list[str]] = {}
    for page in files.rglob("*.html"):
        name = page.relative_to(files).as_posix()
        html = _HTML_LANG.sub(f'<html lang="{routes.locale_of(name)}"', page.read_text(), count=1)
        page.write_text(html)
        hashes[name] = inline_script_hashes(html)
    for path in list(files.rglob("*")):
        if path.suffix in COMPRESSED_SUFFIXES and path.stat().st_size >= MIN_COMPRESSED_BYTES:
            _compress(path)
    return hashes


def _relative_to_page(found: re.Match[str]) -> str:
    """Return a JavaScript expression for a backend address: where the page itself came from."""
    _, scheme, path = found.groups()
    origin = "location.origin" if scheme == "http" else 'location.origin.replace(/^http/,"ws")'
    return f'({origin}+"{path}")'


def inline_script_hashes(html: str) -> list[str]:
    """Return the CSP source of each inline script, without duplicates, in document order."""
    sources: list[str] = []
    for attributes, script in _SCRIPT.findall(html):
        if re.search(r"\bsrc\s*=", attributes) is None:
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            sources.append(f"'sha256-{digest}'")
    return list(dict.fromkeys(sources))


def _compress(path: Path) -> None:
    """Write the siblings that PrecompressedStaticFiles looks for."""
    content = path.read_bytes()
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
    mode = brotli.MODE_TEXT
    path.with_name(path.name + ".br").write_bytes(brotli.compress(content, mode=mode, quality=11))


def _read(build: Path) -> ReadyFrontend | None:
    """Return the build of a folder, None when it is not there."""
    return _open(build) if (build / "manifest.json").is_file() else None


def _open(build: Path) -> ReadyFrontend:
    """Return the build of a folder."""
    manifest: dict[str, list[str]] = json.loads((build / "manifest.json").read_text())
    hashes = {name: tuple(sources) for name, sources in manifest.items()}
    return ReadyFrontend(files=build / "client", script_hashes=hashes)
