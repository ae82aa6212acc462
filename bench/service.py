"""Measures the order service alone, over HTTP on its Unix socket, without the portal."""

import asyncio
import hashlib
import statistics
import time
import uuid
from datetime import UTC, datetime, timedelta

import httpx

from bench.figures import Figure, milliseconds
from bench.world import LIST_SIZES, World
from buyer_portal.order_contract.paths import KEY_HEADER, SESSION_HEADER

CANCELS = 2_000
READS = 2_000
CLIENTS = 16
PAGES = 60
TENANTS = 60
MOST_TENANT_SECONDS = 0.05
LEAST_CANCELS_PER_SECOND = 200
MOST_LIST_RATIO = 1.3


def _service(world: World, cookie: str) -> httpx.AsyncClient:
    session = hashlib.sha256(cookie.split("=", 1)[1].encode()).hexdigest()
    return httpx.AsyncClient(
        transport=httpx.AsyncHTTPTransport(uds=str(world.service.service_socket)),
        base_url="http://order-service",
        headers={
            "Authorization": f"Bearer {world.service.service_token}",
            SESSION_HEADER: session,
        },
        timeout=30,
    )


async def _ids(http: httpx.AsyncClient, count: int) -> list[str]:
    found: list[str] = []
    cursor = ""
    while len(found) < count:
        page = (await http.get("/v1/orders", params={"cursor": cursor, "limit": 50})).json()
        found += [order["id"] for order in page["orders"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    return found[:count]


async def _rate(jobs: list[httpx.Request], http: httpx.AsyncClient) -> float:
    """Send requests with a fixed number of clients; return how many a second were answered."""
    waiting = iter(jobs)

    async def client() -> None:
        for job in waiting:
            (await http.send(job)).raise_for_status()

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return len(jobs) / (time.perf_counter() - started)


async def _cancels_and_reads(world: World) -> list[Figure]:
    tenant = world.buyer_with(CANCELS)
    async with _service(world, world.cookie(tenant)) as http:
        ids = await _ids(http, CANCELS)
        reads = await _rate([http.build_request("GET", f"/v1/orders/{i}") for i in ids], http)
        body = {
            "order_version": 1,
            "expires_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
            "reason_text": "measured",
        }
        detail = (await http.get(f"/v1/orders/{ids[0]}")).json()
        if keys := detail["decision"]["reason_keys"]:
            body["reason_key"] = keys[0]
        cancels = await _rate(
            [
                http.build_request(
                    "POST",
                    f"/v1/orders/{order}/cancellations",
                    json=body,
                    headers={KEY_HEADER: str(uuid.uuid4())},
                )
                for order in ids
            ],
            http,
        )
    return [
        Figure(name="order service: reads of one order", value=f"{reads:.0f} /s"),
        Figure(
            name="order service: cancels over HTTP (FULL)",
            value=f"{cancels:.0f} /s",
            aim=f"≥ {LEAST_CANCELS_PER_SECOND} /s",
            is_met=cancels >= LEAST_CANCELS_PER_SECOND,
        ),
    ]


async def _lists(world: World) -> list[Figure]:
    figures: list[Figure] = []
    base = 0.0
    for size in LIST_SIZES:
        async with _service(world, world.cookie(world.buyer_with(size, "DELIVERED"))) as http:
            samples: list[float] = []
            for _ in range(PAGES):
                started = time.perf_counter()
                (await http.get("/v1/orders", params={"limit": 20})).raise_for_status()
                samples.append(time.perf_counter() - started)
            started = time.perf_counter()
            (await http.get("/v1/orders", params={"q": "no such thing"})).raise_for_status()
            search = time.perf_counter() - started
        median = statistics.median(samples)
        base = base or median
        is_largest = size == LIST_SIZES[-1]
        figures += [
            Figure(
                name=f"orders page of a buyer with {size:,} orders",
                value=milliseconds(samples),
                ratio=median / base,
                aim=f"≤ {MOST_LIST_RATIO} times that of 10" if is_largest else "",
                is_met=median / base <= MOST_LIST_RATIO if is_largest else None,
            ),
            Figure(
                name=f"search that finds nothing in {size:,} orders",
                value=f"{search * 1000:.1f} ms",
                aim="≤ 2 s" if is_largest else "",
                is_met=search <= 2 if is_largest else None,
            ),
        ]
    return figures


def _tenants(world: World) -> list[Figure]:
    """Make tenants as a test does, through the portal, with buyers by ticket."""
    scenario = {
        "buyers": [{"key": "lan"}, {"key": "emma"}],
        "orders": [{"buyer": "lan"}, {"buyer": "lan", "status": "IN_TRANSIT"}, {"buyer": "emma"}],
    }
    samples: list[float] = []
    for _ in range(TENANTS):
        started = time.perf_counter()
        world.tenant(**scenario)
        samples.append(time.perf_counter() - started)
    median = statistics.median(samples)
    return [
        Figure(
            name="testing API: a tenant with two buyers and three orders",
            value=milliseconds(samples),
            aim=f"p50 < {MOST_TENANT_SECONDS * 1000:.0f} ms",
            is_met=median < MOST_TENANT_SECONDS,
        )
    ]


async def measure(world: World) -> list[Figure]:
    """Return reads and cancels per second, what a long list costs, and what a tenant costs."""
    return [*_tenants(world), *await _cancels_and_reads(world), *await _lists(world)]
