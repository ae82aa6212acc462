"""Change here what is checked of what other systems tell: signed, once, and nobody else's."""

import base64
import json
import secrets
import time
from dataclasses import dataclass

from buyer_portal.conformance.exchanges import Reply
from buyer_portal.conformance.findings import NotCheckableError, expect
from buyer_portal.conformance.kit import Kit, TestWorld
from buyer_portal.conformance.registry import Area, check
from buyer_portal.domain.orders import OrderStatus
from buyer_portal.order_contract.events import EventType
from buyer_portal.order_contract.probes import Feature
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.signing import SECRET_PREFIX, signed_headers
from buyer_portal.order_contract.webhooks import NewSource, Receipt

_LATE_SECONDS = 900


@dataclass(slots=True)
class Carrier:
    """A carrier that was let in."""

    kit: Kit
    path: str
    secret: str

    async def send(
        self, body: object, message_id: str, *, secret: str = "", age: int = 0, path: str = ""
    ) -> Reply:
        """Send a message in the form of Standard Webhooks."""
        content = json.dumps(body).encode()
        at = int(time.time()) - age
        headers = signed_headers(secret or self.secret, message_id, at, content)
        return await self.kit.asker.ask(
            "POST", path or self.path, headers=headers, content=content, has_token=False
        )


async def _carrier(kit: Kit, world: TestWorld) -> Carrier:
    if Feature.WEBHOOKS not in kit.readiness.features:
        raise NotCheckableError("this service takes no webhooks")
    wanted = {"name": "kit-carrier", "kind": "carrier"}
    reply = await kit.asker.ask("POST", f"{world.path}/webhooks/sources", body=wanted)
    source = reply.good(NewSource, status=201)
    path = f"/webhooks/{world.made.tenant}/{source.name}"
    return Carrier(kit, path, source.secret)


def _collected(world: TestWorld) -> dict[str, object]:
    moment = world.made.now.isoformat().replace("+00:00", "Z")
    return {"type": "parcel.collected", "timestamp": moment, "data": {"order": world.order()}}


@check(Area.WEBHOOKS, "What a carrier tells happens, once, however often it is sent.")
async def webhooks_take_effect_once(kit: Kit) -> None:
    """Tell of a pick-up, three times."""
    world = await kit.world([{"key": "order", "status": "AWAITING_COLLECTION"}])
    carrier = await _carrier(kit, world)
    first = (await carrier.send(_collected(world), "kit-1")).good(Receipt)
    expect(first.outcome == "applied", "applied", first.outcome)
    for _ in range(2):
        reply = await carrier.send(_collected(world), "kit-1")
        again = reply.good(Receipt)
        reply.must(again.is_repeated, "a message that is known", again)
    buyer = await world.buyer()
    status = (await buyer.order(world.order())).order.status
    expect(status is OrderStatus.IN_TRANSIT, "IN_TRANSIT", status)
    types = [event.type for event in await world.events()]
    times = types.count(EventType.ORDER_COLLECTED)
    expect(times == 1, "one event order.collected", f"{times} in {types}")


@check(Area.WEBHOOKS, "What nobody we know signed, or signed long ago, is refused unseen.")
async def forged_webhooks_are_refused(kit: Kit) -> None:
    """Forge the signature, the age and the address."""
    world = await kit.world([{"key": "order", "status": "AWAITING_COLLECTION"}])
    carrier = await _carrier(kit, world)
    forged = SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    body = _collected(world)
    nowhere = f"/webhooks/{world.made.tenant}/nobody"
    for reply in (
        await carrier.send(body, "kit-forged", secret=forged),
        await carrier.send(body, "kit-late", age=_LATE_SECONDS),
        await carrier.send(body, "kit-nowhere", path=nowhere),
        await carrier.send(body, "kit-stranger", path="/webhooks/no-such-tenant/carrier"),
    ):
        reply.refused(ProblemCode.BAD_SIGNATURE, status=401)
    buyer = await world.buyer()
    status = (await buyer.order(world.order())).order.status
    expect(status is OrderStatus.AWAITING_COLLECTION, "an untouched order", status)
