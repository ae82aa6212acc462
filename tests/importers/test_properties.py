import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from buyer_portal.domain.money import AMOUNT_LIMIT_MINOR
from buyer_portal.domain.orders import OrderStatus, adjustment_of
from buyer_portal.importers import ImportedOrder, Rejection

from .conftest import OWN, read_one, read_text, tidy_order, tidy_unit

SHOPIFY = json.loads(OWN["shopify"].read_text())["order"]
TIKTOK = json.loads(OWN["tiktok-shop"].read_text())
EXAMPLES = [("tiktok-shop", TIKTOK), ("tiktok-shop", tidy_order()), ("shopify", SHOPIFY)]

odd_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**40), max_value=10**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(
        ["", "0", "-1", "1e9", "9" * 40, "CANCEL", "IN_TRANSIT", "\0", "\ud800", "Ⅷ", "2024-01-10"]
    ),
    st.from_regex(re.compile(r"-?\d{1,20}(\.\d{1,4})?", re.ASCII), fullmatch=True),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)


def paths_of(value, path=()):
    """Return the way to every member of a payload."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in members:
        yield (*path, name)
        if isinstance(member, dict | list):
            yield from paths_of(member, (*path, name))


def mutated(payload, path, value, is_removed):
    copied = json.loads(json.dumps(payload))
    target = copied
    for name in path[:-1]:
        if not isinstance(target, dict | list):
            return copied
        try:
            target = target[name]
        except (KeyError, IndexError, TypeError):
            return copied
    try:
        if is_removed:
            del target[path[-1]]
        else:
            target[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return copied
    return copied


def check_sums(outcome):
    order = outcome.order
    assert adjustment_of(order.total_minor, order.lines, order.charges) == 0
    assert sum(payment.amount_minor for payment in order.payments) in (0, order.total_minor)
    assert order.refunded_minor <= order.paid_minor
    assert 0 <= order.total_minor < AMOUNT_LIMIT_MINOR
    parcels = {package.id for package in order.packages}
    for number, line in enumerate(order.lines, start=1):
        assert line.id == str(number)
        assert 0 <= line.cancelled_quantity <= line.quantity
        assert line.package_id is None or line.package_id in parcels
        assert (line.status is OrderStatus.CANCELLED) == (line.open_quantity == 0)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), example=st.sampled_from(EXAMPLES))
def test_a_changed_payload_is_an_order_that_adds_up_or_a_rejection(data, example):
    payload_format, payload = example
    ways = list(paths_of(payload))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(ways))
        payload = mutated(payload, path, data.draw(odd_values), data.draw(st.booleans()))

    outcome = read_one(payload, payload_format)

    assert isinstance(outcome, ImportedOrder | Rejection)
    if isinstance(outcome, ImportedOrder):
        check_sums(outcome)
    else:
        assert outcome.reason.isprintable()


@settings(max_examples=200, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(alphabet='{}[]",:0129.-+eE\\untrfals \n', max_size=120),
    )
)
def test_any_bytes_give_outcomes_and_never_an_error(content):
    outcomes = read_text(content)

    assert all(isinstance(outcome.place.offset, int) for outcome in outcomes)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_file_with_one_byte_changed_never_fails_otherwise_than_by_rejections(data):
    content = bytearray(json.dumps([tidy_order(id="1"), tidy_order(id="2")]).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    for outcome in read_text(bytes(content)):
        assert 0 <= outcome.place.offset <= len(content)
        if isinstance(outcome, ImportedOrder):
            check_sums(outcome)


@settings(max_examples=150, deadline=None)
@given(
    prices=st.lists(st.integers(0, 10**9), min_size=1, max_size=6),
    amounts=st.fixed_dictionaries(
        {
            name: st.integers(0, 10**9)
            for name in (
                "total_amount",
                "shipping_fee",
                "original_shipping_fee",
                "seller_discount",
                "platform_discount",
                "tax",
                "buyer_service_fee",
            )
        }
    ),
    currency=st.sampled_from(["VND", "IDR", "USD", "EUR"]),
    status=st.sampled_from([status.value for status in OrderStatus]),
    is_cod=st.booleans(),
)
def test_whatever_amounts_are_stated_the_sums_equal_the_total(
    prices, amounts, currency, status, is_cod
):
    payload = tidy_order(
        status=status,
        is_cod=is_cod,
        payment={"currency": currency} | {name: str(value) for name, value in amounts.items()},
        line_items=[
            tidy_unit(
                at, sku_id=str(at), currency=currency, original_price=str(price), sale_price=None
            )
            for at, price in enumerate(prices)
        ],
    )

    outcome = read_one(payload)

    check_sums(outcome)
    assert outcome.order.status is OrderStatus(status)
