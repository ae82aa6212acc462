"""Change here what is checked of a receipt that somebody shows, and how what is wrong is named.

Nothing here needs a network, a database or the portal that issued it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, TypeGuard

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import TypeAdapter, ValidationError

from buyer_portal.domain.receipts import FORMAT, KINDS, Receipt
from buyer_portal.receipts.canonical import (
    Json,
    NotCanonicalError,
    as_json,
    decoded,
    digests_of,
    hash_of,
)
from buyer_portal.receipts.seal import (
    ALGORITHM,
    DIGEST,
    KEY_BYTES,
    SIGNATURE_BYTES,
    key_id_of,
    signed_bytes,
)
from buyer_portal.receipts.sums import wrong_sums

PROOF_NAMES: Final = frozenset(
    {"algorithm", "digest", "digests", "hash", "key_id", "public_key", "signature"}
)
_RECEIPT: Final = TypeAdapter(Receipt)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: where (``receipt/order/number``), and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A receipt that was looked at. ``receipt`` is None where it cannot be read as one."""

    name: str
    findings: tuple[Finding, ...]
    receipt: Receipt | None = None
    hash: str = ""
    public_key: str = ""
    is_trusted: bool = False


@dataclass(slots=True)
class _Notes:
    findings: list[Finding] = field(default_factory=list[Finding])

    def note(self, where: str, what: str) -> None:
        self.findings.append(Finding(where, what))


def receipts_in(text: str) -> list[Json]:
    """Return the receipts of a file: one, a list, or what a buyer downloads of all of theirs.

    Raises:
        ValueError: It is no JSON, or a name stands twice in one object.
    """
    try:
        document: Json = json.loads(
            text, object_pairs_hook=_without_repeats, parse_constant=_refuse_constant
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and set(document) == {"receipts"}:
        inside = document["receipts"]
        return inside if isinstance(inside, list) else [document]
    return [document]


def check(name: str, document: Json, trusted: frozenset[str] = frozenset()) -> Checked:
    """Check one receipt by itself.

    Args:
        trusted: Public keys that may have signed it; none: whichever it names, which then proves
            only that nothing was changed since that key signed it.
    """
    notes = _Notes()
    if not _is_object(document) or set(document) != {"receipt", "proof"}:
        notes.note("", "is no receipt: it needs exactly the parts 'receipt' and 'proof'")
        return Checked(name, tuple(notes.findings))
    body, proof = document["receipt"], document["proof"]
    if not _is_object(proof) or not _is_object(body):
        notes.note("", "is no receipt: 'receipt' and 'proof' must be objects")
        return Checked(name, tuple(notes.findings))
    _check_names(proof, notes)
    _check_fields(body, proof, notes)
    _check_signature(proof, trusted, notes)
    receipt = _read(body, notes)
    if receipt is not None:
        for where, what in wrong_sums(receipt):
            notes.note(where, what)
    public_key = str(proof.get("public_key", ""))
    return Checked(
        name,
        tuple(notes.findings),
        receipt,
        str(proof.get("hash", "")),
        public_key,
        is_trusted=public_key in trusted,
    )


def check_chain(checked: Sequence[Checked]) -> list[Finding]:
    """Check that receipts follow each other; each buyer's are a chain of their own.

    ``where`` of a finding is the receipt's name, or the place of one that is not there.
    """
    notes = _Notes()
    chains: dict[tuple[str, str], list[tuple[Receipt, Checked]]] = {}
    for one in checked:
        if one.receipt is not None:
            chains.setdefault((one.receipt.tenant, one.receipt.buyer), []).append(
                (one.receipt, one)
            )
    for chain in chains.values():
        chain.sort(key=lambda link: link[0].number)
        for (before, seen_before), (after, seen_after) in pairwise(chain):
            _check_link(before, seen_before, after, seen_after, notes)
    return notes.findings


def _check_link(
    before: Receipt, seen_before: Checked, after: Receipt, seen_after: Checked, notes: _Notes
) -> None:
    where = seen_after.name
    if before.number == after.number:
        if seen_before.hash != seen_after.hash:
            what = f"is another receipt number {after.number} than {seen_before.name}"
            notes.note(where, what)
        return
    if after.number != before.number + 1:
        gap = range(before.number + 1, after.number)
        missing = ", ".join(str(number) for number in gap[:5]) + (" …" if len(gap) > 5 else "")  # noqa: PLR2004 - enough to look for
        notes.note(where, f"receipt number {missing} before it is missing")
    elif after.previous != seen_before.hash:
        what = f"does not follow {seen_before.name}: its 'previous' is not that receipt's hash"
        notes.note(where, what)
    if after.issued_at < before.issued_at:
        notes.note(where, f"was issued before {seen_before.name}, which has a lower number")


def _check_names(proof: dict[str, Any], notes: _Notes) -> None:
    for name in sorted(PROOF_NAMES - set(proof)):
        notes.note(f"proof/{name}", "is missing")
    for name in sorted(set(proof) - PROOF_NAMES):
        notes.note(f"proof/{name}", "does not belong there")
    for name, wanted in (("algorithm", ALGORITHM), ("digest", DIGEST)):
        if name in proof and proof[name] != wanted:
            notes.note(f"proof/{name}", f"is not {wanted!r}")


def _check_fields(body: dict[str, Any], proof: dict[str, Any], notes: _Notes) -> None:
    """Name every field that is not as it was when the receipt was signed."""
    signed = proof.get("digests")
    if not _is_object(signed) or not all(isinstance(one, str) for one in signed.values()):
        notes.note("proof/digests", "is no list of hashes by field")
        return
    try:
        found = digests_of(body)
    except NotCanonicalError as problem:
        notes.note("receipt", f"holds {problem}")
        return
    for pointer in sorted(set(found) | set(signed)):
        if pointer not in found:
            notes.note(f"receipt{pointer}", "was removed")
        elif pointer not in signed:
            notes.note(f"receipt{pointer}", "was added")
        elif found[pointer] != signed[pointer]:
            notes.note(f"receipt{pointer}", "was changed")
    try:
        whole = hash_of(signed)
    except NotCanonicalError as problem:
        notes.note("proof/digests", f"holds {problem}")
        return
    if proof.get("hash") != whole:
        notes.note("proof/hash", "is not the hash of the fields' hashes")


def _check_signature(proof: dict[str, Any], trusted: frozenset[str], notes: _Notes) -> None:
    public_key = proof.get("public_key")
    raw_key = decoded(public_key, KEY_BYTES)
    if raw_key is None:
        notes.note("proof/public_key", "is no Ed25519 key")
        return
    if proof.get("key_id") != key_id_of(str(public_key)):
        notes.note("proof/key_id", "is not that of the public key")
    if trusted and public_key not in trusted:
        notes.note("proof/public_key", "is not the trusted key: somebody else signed this")
    signature = decoded(proof.get("signature"), SIGNATURE_BYTES)
    if signature is None:
        notes.note("proof/signature", "is no Ed25519 signature")
        return
    try:
        Ed25519PublicKey.from_public_bytes(raw_key).verify(
            signature, signed_bytes(str(proof.get("hash")))
        )
    except (InvalidSignature, ValueError, UnicodeEncodeError):
        notes.note("proof/signature", "does not belong to this hash and key")


def _read(body: dict[str, Any], notes: _Notes) -> Receipt | None:
    try:
        receipt = _RECEIPT.validate_json(json.dumps(body), strict=True)
    except (ValidationError, RecursionError) as problem:
        errors = problem.errors(include_url=False) if isinstance(problem, ValidationError) else []
        for wrong in errors:
            place = "/".join(str(part) for part in wrong["loc"])
            notes.note(f"receipt/{place}", f"cannot be read: {wrong['msg'].lower()}")
        if not errors:
            notes.note("receipt", "cannot be read")
        return None
    if receipt.format != FORMAT:
        notes.note("receipt/format", f"is not {FORMAT!r}")
        return None
    if as_json(receipt) != body:
        notes.note("receipt", "holds something that no receipt has")
    if receipt.subject.outcome not in KINDS[receipt.kind].outcomes:
        notes.note("receipt/subject/outcome", f"does not go with a {receipt.kind} receipt")
    return receipt


def _is_object(value: Json) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _without_repeats(pairs: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} stands twice in one object")
        found[name] = value
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")
