"""What a stranger finds out about a receipt: any single change, by name."""

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyer_portal.domain.receipts import ReceiptKind
from buyer_portal.receipts.canonical import leaves_of
from buyer_portal.receipts.checking import Finding, check, check_chain, receipts_in
from tests.receipts.builders import NOW, SEALER, STRANGER, chain, receipt, sealed, withdrawal

DOCUMENTS = [sealed(receipt()), sealed(withdrawal())]
TRUSTED = frozenset({SEALER.public_key})

_values = (
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.just([])
    | st.just({})
)


def at(document, pointer):
    """Return the object or list that holds the leaf at ``pointer``, and the leaf's name in it."""
    *path, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    for part in path:
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document, int(last) if isinstance(document, list) else last


def is_same(one, other):
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_genuine_receipt_is_good(document):
    checked = check("a", document, TRUSTED)

    assert checked.findings == ()
    assert checked.is_trusted
    assert checked.receipt in {receipt(), withdrawal()}


@given(st.data())
def test_any_changed_value_is_found(data):
    document = copy.deepcopy(data.draw(st.sampled_from(DOCUMENTS)))
    pointer, _ = data.draw(st.sampled_from(sorted(leaves_of(document), key=lambda leaf: leaf[0])))
    holder, name = at(document, pointer)
    value = data.draw(_values.filter(lambda value: not is_same(value, holder[name])))
    holder[name] = value

    findings = check("a", document).findings

    assert findings
    if pointer.startswith("/receipt/") and value not in ([], {}) and not isinstance(value, float):
        assert Finding(pointer[1:], "was changed") in findings


@given(st.data())
def test_any_removed_part_is_found(data):
    document = copy.deepcopy(data.draw(st.sampled_from(DOCUMENTS)))
    pointer, _ = data.draw(st.sampled_from(sorted(leaves_of(document), key=lambda leaf: leaf[0])))
    holder, name = at(document, pointer)
    del holder[name]

    assert check("a", document).findings


@given(st.data())
def test_any_added_part_is_found(data):
    document = copy.deepcopy(data.draw(st.sampled_from(DOCUMENTS)))
    pointer, _ = data.draw(st.sampled_from(sorted(leaves_of(document), key=lambda leaf: leaf[0])))
    holder, _ = at(document, pointer)
    if isinstance(holder, list):
        holder.append(data.draw(_values))
    else:
        name = data.draw(st.text(max_size=5).filter(lambda name: name not in holder))
        holder[name] = data.draw(_values)

    assert check("a", document).findings


@given(st.data())
def test_any_changed_byte_is_found_or_means_the_same(data):
    text = SEALER.seal(receipt()).text
    raw = bytearray(text.encode())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))

    try:
        documents = receipts_in(raw.decode())
    except ValueError:
        return

    if documents != [json.loads(text)]:
        assert [check("a", one).findings for one in documents] != [()]


@pytest.mark.parametrize("name", ["lines", "sellers"])
def test_swapped_entries_are_named(name):
    document = sealed(
        receipt(order=replace(receipt().order, sellers=("Elbkontor Kaffee", "Buchwinkel")))
    )
    holder = document["receipt"] if name == "lines" else document["receipt"]["order"]
    holder[name] = holder[name][::-1]

    where = {finding.where for finding in check("a", document).findings}

    assert any(one.startswith(("receipt/lines/0/", "receipt/order/sellers/0")) for one in where)
    assert all(one.startswith(("receipt/lines/", "receipt/order/sellers/")) for one in where)


def test_changed_amount_is_named_and_no_longer_adds_up():
    document = sealed(receipt())
    document["receipt"]["refunds"][0]["amount_minor"] = 9999

    assert check("a", document).findings == (
        Finding("receipt/refunds/0/amount_minor", "was changed"),
        Finding("receipt/refunds", "and the promised amount make 9999, the total is 3499"),
    )


def test_change_with_its_hash_breaks_the_whole():
    forged = sealed(receipt(reference="R-0000-0000"))
    document = sealed(receipt())
    document["receipt"] = forged["receipt"]
    document["proof"]["digests"] = forged["proof"]["digests"]

    assert check("a", document).findings == (
        Finding("proof/hash", "is not the hash of the fields' hashes"),
    )


def test_change_with_all_hashes_breaks_the_signature():
    forged = sealed(receipt(reference="R-0000-0000"))
    forged["proof"]["signature"] = sealed(receipt())["proof"]["signature"]

    assert check("a", forged).findings == (
        Finding("proof/signature", "does not belong to this hash and key"),
    )


def test_receipt_of_a_stranger_is_refused_where_a_key_is_trusted():
    document = sealed(receipt(), STRANGER)

    assert check("a", document).findings == ()
    assert check("a", document, TRUSTED).findings == (
        Finding("proof/public_key", "is not the trusted key: somebody else signed this"),
    )


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        pytest.param({"number": 2}, "receipt/previous", id="second-without-previous"),
        pytest.param({"refunds": ()}, "receipt/refunds", id="money-unaccounted"),
        pytest.param({"lines": ()}, "receipt/amounts/lines_minor", id="lines-missing"),
        pytest.param(
            {"amounts": replace(receipt().amounts, rest_minor=0)},
            "receipt/amounts/total_minor",
            id="parts-missing",
        ),
        pytest.param(
            {"amounts": replace(receipt().amounts, currency="USD")},
            "receipt/amounts/currency",
            id="other-currency",
        ),
        pytest.param(
            {"refunds": (replace(receipt().refunds[0], currency="USD"),)},
            "receipt/refunds/0/currency",
            id="refund-in-other-currency",
        ),
        pytest.param(
            {"subject": replace(receipt().subject, outcome="paid_out")},
            "receipt/subject/outcome",
            id="outcome-of-another-kind",
        ),
        pytest.param({"kind": ReceiptKind.WITHDRAWAL}, "receipt/statement", id="no-statement"),
        pytest.param({"format": "buyer-portal-receipt/2"}, "receipt/format", id="other-format"),
        pytest.param(
            {"subject": replace(receipt().subject, asked_at=NOW.replace(year=2027))},
            "receipt/issued_at",
            id="before-it-was-asked",
        ),
    ],
)
def test_mistake_of_the_issuer_is_found_though_signed(changes, where):
    findings = check("a", sealed(receipt(**changes)), TRUSTED).findings

    assert where in {finding.where for finding in findings}
    assert not any(finding.what.startswith("was ") for finding in findings)


@pytest.mark.parametrize("document", [None, 1, "x", [], {}, {"receipt": {}, "proof": []}])
def test_what_is_no_receipt_is_said_to_be_none(document):
    assert [finding.where for finding in check("a", document).findings] == [""]


def looked_at(documents):
    return [check(f"file-{at}", document) for at, document in enumerate(documents, start=1)]


def test_whole_chain_is_good_in_any_order():
    documents = chain(4)

    assert check_chain(looked_at(documents)) == check_chain(looked_at(documents[::-1])) == []


def test_removed_receipt_shows():
    first, _, third, fourth = chain(4)

    assert check_chain(looked_at([first, third, fourth])) == [
        Finding("file-2", "receipt number 2 before it is missing")
    ]


def test_exchanged_receipt_shows():
    first, _, third = chain(3)
    other = sealed(
        receipt(number=2, previous=first["proof"]["hash"], issued_at=NOW, reference="R-0-0")
    )

    assert {finding.where for finding in check_chain(looked_at([first, other, third]))} == {
        "file-2",
        "file-3",
    }


def test_two_receipts_of_one_number_show():
    documents = [*chain(1), sealed(receipt(reference="R-0000-0000"))]

    assert check_chain(looked_at(documents)) == [
        Finding("file-2", "is another receipt number 1 than file-1")
    ]


def test_receipts_of_two_buyers_are_two_chains():
    documents = [*chain(2), sealed(receipt(buyer="buyer-2"))]

    assert check_chain(looked_at(documents)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param(json.dumps(DOCUMENTS[0]), 1, id="one"),
        pytest.param(json.dumps(DOCUMENTS), 2, id="list"),
        pytest.param(json.dumps({"receipts": DOCUMENTS}), 2, id="download"),
    ],
)
def test_file_may_hold_several(text, count):
    assert len(receipts_in(text)) == count


@pytest.mark.parametrize("text", ["", "{", '{"a": 1, "a": 2}', "NaN", "[" * 100_000])
def test_file_that_cannot_be_read_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        receipts_in(text)
