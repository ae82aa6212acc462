"""Change here how the catalogue reads the code behind a page: what it can say, where it leads.

A page's modules are read, and what they use of the rooms below them, name by name. Nothing is run.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from buyer_portal import routes
from buyer_portal.i18n.catalogue import words_of

ROOMS: Final = ("commands", "components", "studio", "views", "guidance", "domain")
_PACKAGE: Final = "buyer_portal"
_DEPTH: Final = 3  # package, room, module
_ADDRESSES: Final = {
    name: address
    for name, address in vars(routes).items()
    if name.isupper() and isinstance(address, str) and address.startswith("/")
}
_LINKING: Final = frozenset({"views", "commands", "pages"})
"""Rooms whose mention of an address means a way to it; components are read as they are drawn."""


@dataclass(slots=True)
class Behind:
    """What the code behind a page names."""

    addresses: set[str] = field(default_factory=set[str])
    says: set[str] = field(default_factory=set[str])


@dataclass(frozen=True, slots=True)
class _Module:
    """The names of a module: where each is defined, and where imported ones come from."""

    name: str
    defined: dict[str, ast.AST]
    imported: dict[str, str]
    rest: tuple[ast.AST, ...]


def behind(package: str) -> Behind:
    """Return what the modules of a page's package name, directly and through what they use."""
    found = Behind()
    seen: set[tuple[str, str]] = set()
    for path in sorted(_folder(package).glob("*.py")):
        if path.stem != "page":
            module = _module(f"{package}.{path.stem}")
            for name in (*module.defined, ""):
                _follow(module, name, found, seen)
    return found


def _follow(module: _Module, name: str, found: Behind, seen: set[tuple[str, str]]) -> None:
    if (module.name, name) in seen:
        return
    seen.add((module.name, name))
    nodes = module.rest if not name else (module.defined[name],)
    may_link = module.name.split(".")[1] in _LINKING
    for node in (inner for outer in nodes for inner in ast.walk(outer)):
        _read(node, found, is_linking=may_link)
        for used in _used(node):
            if used in module.defined:
                _follow(module, used, found, seen)
        for source, used in _imported(module, node):
            if (target := _room(source)) and used in target.defined:
                _follow(target, used, found, seen)


def _read(node: ast.AST, found: Behind, *, is_linking: bool) -> None:
    match node:
        case ast.Attribute(value=ast.Name(id="routes"), attr=name) if name in _ADDRESSES:
            if is_linking:
                found.addresses.add(_ADDRESSES[name])
        case ast.Constant(value=str(text)) if _is_message(text):
            found.says.add(text)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            if "." in start and _starts_messages(start):
                found.says.add(f"{start}*")


@cache
def _starts_messages(start: str) -> bool:
    keys = words_of("en").keys()
    return any(key.startswith(start) for key in keys)


def _is_message(text: str) -> bool:
    return "." in text and words_of("en").has(text)


def _used(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id


def _imported(module: _Module, node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Name(id=name) if name in module.imported:
            source, _, used = module.imported[name].rpartition(".")
            yield source, used
        case ast.Attribute(value=ast.Name(id=name), attr=used) if name in module.imported:
            yield module.imported[name], used


def _room(source: str) -> _Module | None:
    parts = source.split(".")
    if parts[0] != _PACKAGE or len(parts) != _DEPTH or parts[1] not in ROOMS:
        return None
    return _module(source)


@cache
def _module(name: str) -> _Module:
    spec = find_spec(name)
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return _Module(name, {}, {}, ())
    defined: dict[str, ast.AST] = {}
    imported: dict[str, str] = {}
    rest: list[ast.AST] = []
    for node in ast.parse(Path(spec.origin).read_text("utf-8")).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                defined[node.name] = node
            case (
                ast.Assign(targets=[ast.Name(id=target)])
                | ast.AnnAssign(target=ast.Name(id=target))
            ):
                defined[target] = node
            case ast.ImportFrom(module=str(source)):
                for alias in node.names:
                    imported[alias.asname or alias.name] = f"{source}.{alias.name}"
            case ast.Import():
                pass
            case _:
                rest.append(node)
    return _Module(name, defined, imported, tuple(rest))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ValueError(f"no package {package}")
    return Path(spec.origin).parent
