"""Change here what is checked of signing in and out."""

import hashlib

from buyer_portal.conformance.kit import Kit
from buyer_portal.conformance.registry import Area, check
from buyer_portal.order_contract.paths import SESSION_HEADER
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.sessions import CurrentSession, Me, NewSession

NO_CONTENT = 204


@check(Area.SESSIONS, "A ticket signs in once.")
async def tickets_work_once(kit: Kit) -> None:
    """Use a ticket twice, and a made-up one."""
    world = await kit.world()
    ticket = world.made.buyers["buyer"].ticket
    await kit.sign_in(ticket)
    for wrong in (ticket, f"{ticket}x", ""):
        reply = await kit.asker.ask("POST", "/v1/sessions/by-ticket", body={"ticket": wrong})
        reply.refused(ProblemCode.WRONG_CREDENTIALS, ProblemCode.INVALID_REQUEST)


@check(Area.SESSIONS, "A session is known by its SHA-256 alone, until it is signed out.")
async def sessions_end(kit: Kit) -> None:
    """Present the raw id, then sign out."""
    world = await kit.world()
    body = {"ticket": world.made.buyers["buyer"].ticket}
    made = await kit.asker.ask("POST", "/v1/sessions/by-ticket", body=body)
    raw = made.good(NewSession).session_id
    by_hash = {SESSION_HEADER: hashlib.sha256(raw.encode()).hexdigest()}

    async def ask(headers: dict[str, str], path: str = "/v1/me", method: str = "GET"):  # noqa: ANN202 - a Reply
        return await kit.asker.ask(method, path, headers=headers)

    (await ask({SESSION_HEADER: raw})).refused(ProblemCode.UNAUTHENTICATED, status=401)
    (await ask(by_hash)).good(Me)
    (await ask(by_hash, "/v1/sessions/current")).good(CurrentSession)
    gone = await ask(by_hash, "/v1/sessions/current", "DELETE")
    gone.must(gone.status == NO_CONTENT, "204", gone.status)
    (await ask(by_hash)).refused(ProblemCode.UNAUTHENTICATED, status=401)


@check(Area.SESSIONS, "A wrong password says no more than that it is wrong.", is_reading=True)
async def wrong_passwords(kit: Kit) -> None:
    """Try names that nobody has."""
    for login in ("nobody@example.com", ""):
        reply = await kit.asker.ask(
            "POST", "/v1/sessions", body={"login": login, "password": "wrong"}
        )
        reply.refused(
            ProblemCode.WRONG_CREDENTIALS,
            ProblemCode.TOO_MANY_TRIES,
            ProblemCode.INVALID_REQUEST,
        )
