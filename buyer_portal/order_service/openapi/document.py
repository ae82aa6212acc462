"""Change here how the routes become the published contract."""

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, Final, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from buyer_portal.order_contract.paths import CLIENT_BUILD_HEADER, KEY_HEADER, SESSION_HEADER
from buyer_portal.order_contract.probes import CONTRACT_VERSION
from buyer_portal.order_contract.problems import (
    PROBLEM_MEDIA_TYPE,
    PROBLEM_TYPE_PREFIX,
    Problem,
    ProblemCode,
)
from buyer_portal.order_service.answers import JSON_MEDIA_TYPE, TITLE_OF
from buyer_portal.order_service.gate import GUARDED
from buyer_portal.order_service.openapi import refusals
from buyer_portal.order_service.openapi.by_hand import BY_HAND
from buyer_portal.order_service.openapi.links import LINKS

Json = dict[str, Any]

EXAMPLES: Final = Path(__file__).parent / "examples.json"
EXPIRY_FIELD: Final = "expires_at"
"""A body with it is a command: carried out once per idempotency key."""
TIMELESS_COMMANDS: Final = frozenset({"withdrawals_withdraw_from_contract"})
"""Commands that the law lets nobody call late."""
FIRST_REFUSAL: Final = 400

_ABOUT: Final = """\
What a buyer portal asks of an order service. Each refusal is a problem of RFC 9457 whose `type` \
ends in a stable code. A command carries an `Idempotency-Key`: the same key and body get the same \
answer for seven days. Amounts are whole minor units, moments are RFC 3339 in UTC.

`docs/order-service.md` tells how to write such a service; `python -m buyer_portal check URL` \
proves one."""

_TAGS: Final = {
    "sessions": "Signing in and out; where a buyer is signed in.",
    "me": "The signed-in buyer.",
    "orders": "A buyer's orders, and whether they can be cancelled.",
    "cancellations": "Cancelling orders and parts of them, and taking requests back.",
    "conversations": "What buyer and seller write to each other.",
    "mails": "Notifications on their way by e-mail, which the portal writes and sends.",
    "notifications": "What the buyer was told.",
    "sellers": "What a seller allows.",
    "events": "What was committed, in order, for the portal alone.",
    "support": "Support tickets.",
    "changes": "Changing an order instead of cancelling it.",
    "purchases": "Ordering again.",
    "refusals": "Refusing a parcel at the door.",
    "returns": "Sending goods back, or keeping them for a part of the money.",
    "account": "What a buyer's own data is, and deleting it.",
    "reviews": "How buyers say it went.",
    "receipts": "Signed proof of what a buyer did.",
    "withdrawals": "Withdrawing from a contract by law, signed in or not.",
    "webhooks": "What sellers, carriers and payment systems tell, signed by them.",
    "standing": "What refused deliveries count for.",
    "testing": "Isolated tenants, clocks, faults and counterparts. Never in production.",
    "probes": "Whether the service runs, and what it is.",
}


def operation_id(route: APIRoute) -> str:
    """Return the name that programs know an operation by."""
    return f"{route.tags[0]}_{route.name}" if route.tags else route.name


def publish(api: FastAPI) -> None:
    """Let an application publish the whole contract as its OpenAPI document."""
    made: list[Json] = []

    def document() -> Json:
        if not made:
            made.append(document_of(api))
        return made[0]

    api.openapi = document


def document_of(api: FastAPI, examples: Mapping[str, Json] | None = None) -> Json:
    """Return the contract that an application's routes make up."""
    document = get_openapi(
        title=api.title, version=CONTRACT_VERSION, summary=api.summary, routes=api.routes
    )
    given = _examples() if examples is None else examples
    document["info"] |= {
        "description": _ABOUT,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    document["servers"] = [{"url": "/", "description": "Wherever the service listens"}]
    schemas: Json = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = _problem_schema(schemas)
    if "Scenario" in schemas:  # whose room does not know the testing API: the body of its faults
        schemas["Scenario"]["properties"]["faults"] = {"$ref": "#/components/schemas/Faults-Input"}
    document["components"]["securitySchemes"] = {
        "serviceToken": {
            "type": "http",
            "scheme": "bearer",
            "description": "What the portal and the service share. Nobody else calls the service.",
        },
        "session": {
            "type": "apiKey",
            "in": "header",
            "name": SESSION_HEADER,
            "description": "SHA-256 of the buyer's session id, as 64 hex digits.",
        },
    }
    responses: Json = {}
    document["components"]["responses"] = responses
    used: set[str] = set()
    for path, operations in cast("dict[str, Json]", document["paths"]).items():
        for operation in operations.values():
            used.update(operation["tags"])
            _complete(path, operation, schemas, given.get(operation["operationId"], {}))
            _add_refusals(operation, path, schemas, responses)
    document["tags"] = [
        {"name": name, "description": _TAGS.get(name, name)} for name in sorted(used)
    ]
    return document


def _examples() -> Mapping[str, Json]:
    return cast("Mapping[str, Json]", json.loads(EXAMPLES.read_text("utf-8")))


def _problem_schema(schemas: Json) -> Json:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, inner in schema.pop("$defs", {}).items():
        schemas.setdefault(name, inner)
    return schema


def _complete(path: str, operation: Json, schemas: Json, example: Json) -> None:
    """Add to one operation what FastAPI cannot know."""
    is_guarded = path.startswith(GUARDED)
    by_hand = deepcopy(BY_HAND.get(operation["operationId"], {}))
    operation.update(
        {part: by_hand[part] for part in ("requestBody", "responses") if part in by_hand}
    )
    operation["parameters"] = [*operation.get("parameters", ()), *by_hand.get("parameters", ())]
    body = _body_schema(operation, schemas)
    has_session = bool(operation.get("security"))
    is_command = (
        EXPIRY_FIELD in body.get("properties", {}) or operation["operationId"] in TIMELESS_COMMANDS
    )
    operation["security"] = (
        [{"serviceToken": [], **({"session": []} if has_session else {})}] if is_guarded else []
    )
    parameters: list[Json] = operation.pop("parameters")
    if has_session:
        parameters.append(_build_parameter())
    if is_command:
        parameters.append(_key_parameter())
    for parameter in parameters:
        _add_example(parameter, example.get("parameters", {}))
    if parameters:
        operation["parameters"] = parameters
    _describe_answers(operation, example)
    if body and "request" in example:
        content = dict(operation["requestBody"]["content"][JSON_MEDIA_TYPE])
        operation["requestBody"] = operation["requestBody"] | {
            "content": {JSON_MEDIA_TYPE: content}
        }
        content["examples"] = {"usual": {"value": example["request"]}}


def _body_schema(operation: Json, schemas: Json) -> Json:
    content = operation.get("requestBody", {}).get("content", {}).get(JSON_MEDIA_TYPE, {})
    schema: Json = content.get("schema", {})
    found = schema
    for choice in [schema, *schema.get("anyOf", ())]:
        if "$ref" in choice:
            found = schemas[choice["$ref"].rpartition("/")[2]]
    return found


def _describe_answers(operation: Json, example: Json) -> None:
    answers: Json = operation["responses"]
    answers.pop("422", None)
    for status, answer in answers.items():
        if JSON_MEDIA_TYPE in answer.get("content", {}):
            answer["headers"] = {"Cache-Control": _kept_nowhere()}
            if "response" in example:
                answer["content"][JSON_MEDIA_TYPE]["examples"] = {
                    "usual": {"value": example["response"]}
                }
        answer["description"] = _GOOD.get(status, answer["description"])
        links = LINKS.get(operation["operationId"])
        if links:
            answer["links"] = dict(links)


def _add_refusals(operation: Json, path: str, schemas: Json, responses: Json) -> None:
    """Name the problems of an operation; those of the same kind are written once."""
    is_guarded = path.startswith(GUARDED)
    has_session = any("session" in needed for needed in operation["security"])
    parameters: list[Json] = operation.get("parameters", [])
    body = _body_schema(operation, schemas)
    groups = (
        refusals.OWN_REFUSALS.get(operation["operationId"], ()),
        refusals.OF_ALL,
        refusals.OF_GUARDED if is_guarded else (),
        refusals.OF_SESSIONS if has_session else (),
        refusals.OF_BODIES if body else (),
        refusals.OF_INPUT if any(one["in"] == "query" for one in parameters) else (),
        refusals.OF_COMMANDS if any(one["name"] == KEY_HEADER for one in parameters) else (),
        refusals.OF_PLACES if "{" in path else (),
    )
    by_status: dict[int, list[ProblemCode]] = {}
    for code in ProblemCode:
        if any(code in group for group in groups):
            for status in refusals.statuses_of(code):
                by_status.setdefault(status, []).append(code)
    for status, codes in sorted(by_status.items()):
        name = ".".join([str(status), *codes])
        responses.setdefault(name, _refusal(status, codes))
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{name}"}


_GOOD: Final = {"200": "Done.", "201": "Made.", "204": "Done; there is nothing to say."}


def _refusal(status: int, codes: list[ProblemCode]) -> Json:
    types = [PROBLEM_TYPE_PREFIX + code for code in codes]
    answer: Json = {
        "description": " ".join(f"`{code}`: {TITLE_OF[code]}" for code in codes),
        "headers": {"Cache-Control": _kept_nowhere()},
        "content": {
            PROBLEM_MEDIA_TYPE: {
                "schema": {
                    "allOf": [
                        {"$ref": "#/components/schemas/Problem"},
                        {
                            "type": "object",
                            "properties": {
                                "type": {"type": "string", "enum": types},
                                "status": {"type": "integer", "const": status},
                            },
                            "required": ["type", "title", "status"],
                        },
                    ]
                },
                "examples": {
                    code: {
                        "value": {
                            "type": PROBLEM_TYPE_PREFIX + code,
                            "title": TITLE_OF[code],
                            "status": status,
                        }
                    }
                    for code in codes
                },
            }
        },
    }
    if status in {429, 503}:
        answer["headers"]["Retry-After"] = {
            "description": "Seconds to wait.",
            "schema": {"type": "integer", "minimum": 0},
        }
    return answer


def _kept_nowhere() -> Json:
    return {
        "description": "Answers are about one buyer: nothing on the way keeps them.",
        "required": True,
        "schema": {"type": "string", "const": "no-store"},
    }


def _key_parameter() -> Json:
    return {
        "name": KEY_HEADER,
        "in": "header",
        "required": True,
        "description": "Made when the buyer decides; the same one when the answer was lost.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{8,128}$"},
    }


def _build_parameter() -> Json:
    return {
        "name": CLIENT_BUILD_HEADER,
        "in": "header",
        "required": False,
        "description": "The build of the page that asks. It advises; it never authorises.",
        "schema": {"type": "string"},
        "example": "1",
    }


def _add_example(parameter: Json, given: Json) -> None:
    if parameter["name"] in given:
        parameter["example"] = given[parameter["name"]]
