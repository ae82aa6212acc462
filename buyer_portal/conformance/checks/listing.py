"""Change here what is checked of the list of orders."""

from buyer_portal.conformance.findings import expect
from buyer_portal.conformance.kit import Kit
from buyer_portal.conformance.registry import Area, check
from buyer_portal.domain.orders import TAB_OF_STATUS, OrderTab
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.order_contract.sessions import Me

SMALL_PAGE = 3


@check(Area.LIST, "Pages hold every order once, the newest first.", is_reading=True)
async def pages_hold_everything_once(kit: Kit) -> None:
    """Read the list in small pages and in large ones."""
    buyer = await kit.reader()
    in_small, in_large = await buyer.all_orders(SMALL_PAGE), await buyer.all_orders()
    expect(len(set(in_small)) == len(in_small), "each order once", in_small)
    expect(in_small == in_large, "the same order whatever the size of a page", in_small)
    placed = [card.placed_at for card in (await buyer.orders(limit=50)).orders]
    expect(placed == sorted(placed, reverse=True), "the newest first", placed)


@check(Area.LIST, "A tab holds the orders of its statuses; counters say how many.", is_reading=True)
async def tabs_hold_their_orders(kit: Kit) -> None:
    """Read every tab."""
    buyer = await kit.reader()
    counts = (await buyer.orders()).counts
    for tab in OrderTab:
        cards = (await buyer.orders(tab=tab, limit=100)).orders
        strays = [
            card.status for card in cards if tab not in {OrderTab.ALL, TAB_OF_STATUS[card.status]}
        ]
        expect(not strays, f"no other status in tab {tab}", strays)
        said = counts.get(tab, 0)
        expect(said == len(cards) or len(cards) == 100, f"{len(cards)} counted in {tab}", said)  # noqa: PLR2004 - a full page


@check(Area.LIST, "An order is found by its number, and by nobody else's.", is_reading=True)
async def numbers_are_found(kit: Kit) -> None:
    """Search for a number, and for something that is nowhere."""
    buyer = await kit.reader()
    cards = (await buyer.orders()).orders
    if cards:
        found = (await buyer.orders(q=cards[-1].number)).orders
        expect(cards[-1].id in {card.id for card in found}, "the order of this number", found)
    nothing = (await buyer.orders(q="no such thing anywhere")).orders
    expect(not nothing, "nothing", [card.number for card in nothing])
    reply = await buyer.get("/v1/orders", {"cursor": "made up"})
    reply.refused(ProblemCode.INVALID_REQUEST)


@check(Area.LIST, "The counters of /v1/me are those of the list.", is_reading=True)
async def counters_agree(kit: Kit) -> None:
    """Compare both."""
    buyer = await kit.reader()
    me = (await buyer.get("/v1/me")).good(Me)
    counts = (await buyer.orders()).counts
    expect(me.counts == counts, f"{counts}", me.counts)
