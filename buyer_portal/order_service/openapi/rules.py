"""Change here what the published contract must look like; the tests lint it with these rules."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from buyer_portal.order_contract.problems import PROBLEM_MEDIA_TYPE
from buyer_portal.order_service.answers import FIRST_REFUSAL, JSON_MEDIA_TYPE
from buyer_portal.order_service.gate import GUARDED
from buyer_portal.order_service.openapi.document import Json

Rule = Callable[[Json], Iterator[str]]

_NAME: Final = re.compile(r"[a-z]+(_[a-z]+)+")
_PATH: Final = re.compile(r"(/[a-z0-9-]+|/\{[a-z_]+\})+")
_GOOD_TYPES: Final = {JSON_MEDIA_TYPE, "image/jpeg", "application/zip"}
_MADE_BY: Final = frozenset({"post", "put", "patch", "delete"})


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Return path, method and description of each operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def answers(document: Json, operation: Json) -> Iterator[tuple[int, Json]]:
    """Return status and description of each answer, references followed."""
    for status, answer in operation["responses"].items():
        found = answer
        if "$ref" in answer:
            found = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        yield int(status), found


def names(document: Json) -> Iterator[str]:
    """Names are unique and spelt alike, and so are addresses."""
    seen: set[str] = set()
    for path, _, operation in operations(document):
        name = operation.get("operationId", "")
        if not _NAME.fullmatch(name):
            yield f"{path}: {name!r} is no name for an operation"
        if name in seen:
            yield f"{path}: {name} names two operations"
        if not _PATH.fullmatch(path):
            yield f"{path}: lower case, words joined by hyphens"
        seen.add(name)


def words(document: Json) -> Iterator[str]:
    """Each operation, answer and tag says what it is."""
    described = {tag["name"] for tag in document["tags"] if tag["description"] != tag["name"]}
    for path, method, operation in operations(document):
        for name in ("summary", "description"):
            if not operation.get(name, "").strip():
                yield f"{method} {path}: has no {name}"
        for tag in operation.get("tags", [""]):
            if tag not in described:
                yield f"{method} {path}: the tag {tag!r} is not described (openapi/document.py)"
        for status, answer in answers(document, operation):
            if not answer.get("description"):
                yield f"{method} {path}: {status} says nothing"


def security(document: Json) -> Iterator[str]:
    """Everything but the probes needs the service token."""
    for path, method, operation in operations(document):
        needed: list[Json] = operation["security"]
        if path.startswith(GUARDED) != any("serviceToken" in one for one in needed):
            yield f"{method} {path}: the token is not described as the gate asks for it"


def problems(document: Json) -> Iterator[str]:
    """Every refusal is a problem and names its types; every operation can fail."""
    for path, method, operation in operations(document):
        statuses: set[int] = set()
        for status, answer in answers(document, operation):
            statuses.add(status)
            content: Json = answer.get("content", {})
            wanted = _GOOD_TYPES if status < FIRST_REFUSAL else {PROBLEM_MEDIA_TYPE}
            if content.keys() - wanted or (status >= FIRST_REFUSAL and not content):
                yield f"{method} {path}: {status} is not one of {sorted(wanted)}"
        for status in (500, 503):
            if status not in statuses:
                yield f"{method} {path}: does not say how it fails ({status})"
        if "{" in path and 404 not in statuses:  # noqa: PLR2004 - not found
            yield f"{method} {path}: does not say what an unknown id is"


def examples(document: Json) -> Iterator[str]:
    """Each operation shows a request and an answer (openapi/walk_*.py record them)."""
    for path, method, operation in operations(document):
        name = operation["operationId"]
        body = operation.get("requestBody", {}).get("content", {}).get(JSON_MEDIA_TYPE)
        is_optional = body is not None and not operation["requestBody"].get("required")
        if body is not None and "examples" not in body and not is_optional:
            yield f"{method} {path}: no example of a body; record one of {name}"
        for status, answer in answers(document, operation):
            content: Json = answer.get("content", {})
            is_main = status < FIRST_REFUSAL and status == min(_good(operation))
            if is_main and "examples" not in content.get(JSON_MEDIA_TYPE, {"examples": {}}):
                yield f"{method} {path}: no example of {status}; record one of {name}"
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" and "example" not in parameter:
                yield f"{method} {path}: no example of {parameter['name']}"


def commands(document: Json) -> Iterator[str]:
    """A body that expires is a command and needs a key; the rest has none."""
    for path, method, operation in operations(document):
        has_key = any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", ()))
        if has_key and method not in _MADE_BY:
            yield f"{method} {path}: a question needs no key"


def links(document: Json) -> Iterator[str]:
    """Links lead to operations and fill parameters that these have."""
    known = {operation["operationId"]: operation for _, _, operation in operations(document)}
    for path, method, operation in operations(document):
        for _, answer in answers(document, operation):
            for name, link in answer.get("links", {}).items():
                target = known.get(link["operationId"])
                if target is None:
                    yield f"{method} {path}: link {name} leads nowhere"
                    continue
                taken = {one["name"] for one in target.get("parameters", ())}
                for strange in sorted(link["parameters"].keys() - taken):
                    yield f"{method} {path}: link {name} fills {strange}, which is not there"


RULES: Final[tuple[Rule, ...]] = (
    names,
    words,
    security,
    problems,
    examples,
    commands,
    links,
)


def complaints(document: Json) -> list[str]:
    """Return everything that is wrong with a published contract."""
    return [said for rule in RULES for said in rule(document)]


def examples_of(document: Json) -> Iterator[tuple[str, Json, Any]]:
    """Return each example with the schema that it must fit, and where it stands."""
    for path, method, operation in operations(document):
        bodies = [("body", operation.get("requestBody", {}).get("content", {}))]
        bodies += [
            (str(status), answer.get("content", {}))
            for status, answer in answers(document, operation)
        ]
        for what, content in bodies:
            for media in cast("dict[str, Json]", content).values():
                for example in media.get("examples", {}).values():
                    yield f"{method} {path} {what}", media["schema"], example["value"]


def _good(operation: Json) -> list[int]:
    return [int(status) for status in operation["responses"] if int(status) < FIRST_REFUSAL]
