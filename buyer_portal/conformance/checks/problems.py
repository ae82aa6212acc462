"""Change here what is checked of refusals: each one a problem, with the right code."""

from typing import Final

from buyer_portal.conformance.findings import expect
from buyer_portal.conformance.kit import UNKNOWN_ID, Kit
from buyer_portal.conformance.registry import Area, check
from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_contract.probes import CONTRACT_VERSION, Readiness
from buyer_portal.order_contract.problems import ProblemCode

_TOO_LARGE: Final = 65 * 1024
_OF_BUYERS: Final = (
    "/v1/me",
    "/v1/orders",
    f"/v1/orders/{UNKNOWN_ID}",
    f"/v1/orders/{UNKNOWN_ID}/decision",
    f"/v1/cancellations/{UNKNOWN_ID}",
    "/v1/notifications",
    "/v1/sessions",
    "/v1/sessions/current",
)


@check(Area.PROBLEMS, "/readyz says the version of the contract.", is_reading=True)
async def readiness(kit: Kit) -> None:
    """Ask the probes."""
    said = (await kit.asker.ask("GET", "/readyz", has_token=False)).good(Readiness)
    ours = CONTRACT_VERSION.partition(".")[0]
    expect(said.contract.partition(".")[0] == ours, f"contract {CONTRACT_VERSION}", said.contract)


@check(Area.PROBLEMS, "Without the service token nothing is answered.", is_reading=True)
async def no_token(kit: Kit) -> None:
    """Ask without, and with a wrong one."""
    for path in (*_OF_BUYERS, "/v1/events"):
        reply = await kit.asker.ask("GET", path, has_token=False)
        reply.refused(ProblemCode.FORBIDDEN, ProblemCode.UNAUTHENTICATED)
        wrong = {"Authorization": "Bearer wrong"}
        reply = await kit.asker.ask("GET", path, has_token=False, headers=wrong)
        reply.refused(ProblemCode.FORBIDDEN, ProblemCode.UNAUTHENTICATED)


@check(Area.PROBLEMS, "Without a session, buyers' addresses answer 401.", is_reading=True)
async def no_session(kit: Kit) -> None:
    """Ask with no session, an unknown one and something else."""
    for path in _OF_BUYERS:
        for session in ("", "0" * 64, "not-a-hash"):
            headers = {SESSION_HEADER: session} if session else {}
            reply = await kit.asker.ask("GET", path, headers=headers)
            reply.refused(ProblemCode.UNAUTHENTICATED, status=401)


@check(Area.PROBLEMS, "Every refusal is application/problem+json, never a page.", is_reading=True)
async def refusals_are_problems(kit: Kit) -> None:
    """Ask for what is not there, in ways that do not fit."""
    buyer = await kit.reader()
    (await buyer.get("/v1/nothing")).refused(ProblemCode.NOT_FOUND, status=404)
    (await buyer.get(f"/v1/orders/{UNKNOWN_ID}")).refused(ProblemCode.NOT_FOUND, status=404)
    (await buyer.get("/v1/orders/..%2F..")).refused(ProblemCode.NOT_FOUND, status=404)
    reply = await buyer.send("/v1/me", {}, method="DELETE")
    reply.refused(ProblemCode.METHOD_NOT_ALLOWED, status=405)
    reply.must("allow" in reply.headers, "an Allow header", "none")
    (await buyer.get("/v1/orders", {"limit": "many"})).refused(ProblemCode.INVALID_REQUEST)


@check(Area.PROBLEMS, "A body that cannot be read is refused, and says where.", is_reading=True)
async def bodies_are_checked(kit: Kit) -> None:
    """Send what is no JSON, what lacks fields, what has others, and too much."""
    buyer = await kit.reader()
    path = f"/v1/orders/{UNKNOWN_ID}/cancellations"
    headers = {SESSION_HEADER: buyer.session, "Idempotency-Key": next(buyer.keys)}
    broken = await kit.asker.ask("POST", path, headers=headers, content=b"{no json")
    broken.refused(ProblemCode.MALFORMED_JSON, status=400)
    lacking = await buyer.send(path, {"order_version": "one"})
    problem = lacking.refused(ProblemCode.INVALID_REQUEST, status=422)
    pointers = {error.pointer for error in problem.errors}
    lacking.must({"/order_version", "/expires_at"} <= pointers, "pointers to both fields", pointers)
    large = await kit.asker.ask("POST", path, headers=headers, content=b" " * _TOO_LARGE)
    large.refused(ProblemCode.TOO_LARGE, ProblemCode.MALFORMED_JSON)


@check(Area.PROBLEMS, "Answers about a buyer are kept nowhere on the way.", is_reading=True)
async def answers_are_not_cached(kit: Kit) -> None:
    """Look at Cache-Control."""
    buyer = await kit.reader()
    for path in ("/v1/me", "/v1/orders"):
        reply = await buyer.get(path)
        said = reply.headers.get("cache-control", "")
        reply.must("no-store" in said, "Cache-Control: no-store", said or "none")
