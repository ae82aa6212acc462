"""Change here the words of ``python -m buyer_portal verify`` and ``receipt-key``."""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from buyer_portal.receipts.checking import Checked, Finding, check, check_chain, receipts_in
from buyer_portal.receipts.keys import KeyUnreadableError, keys_in
from buyer_portal.receipts.seal import Sealer, key_id_of
from buyer_portal.settings import Settings

GOOD, WRONG, UNREADABLE = 0, 1, 2
"""Exit codes of ``verify``."""

MAX_BYTES: Final = 64 * 1024 * 1024


def add_verify_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what ``verify`` takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="receipts as downloaded")
    parser.add_argument(
        "--key", action="append", default=[], metavar="KEY",
        help="a key that you trust: itself, or a file with it (JWK, JWK set, PEM); may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--apart", action="store_true", help="do not ask whether the receipts follow each other"
    )


def add_key_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what ``receipt-key`` takes."""
    parser.add_argument("--format", choices=["jwk", "pem", "raw"], default="jwk")


def print_key(given: argparse.Namespace, settings: Settings) -> int:
    """Print the public key that this installation signs with."""
    sealer = Sealer(settings.receipt_seed)
    forms = {
        "jwk": json.dumps({"keys": [sealer.jwk()]}, indent=2),
        "pem": sealer.pem.strip(),
        "raw": sealer.public_key,
    }
    print(forms[given.format])
    return GOOD


def verify(given: argparse.Namespace) -> int:
    """Check receipts without asking anybody; say of each what is wrong, or that nothing is."""
    try:
        trusted = frozenset[str]().union(*(keys_in(key) for key in given.key))
    except KeyUnreadableError as problem:
        print(problem, file=sys.stderr)
        return UNREADABLE
    checked: list[Checked] = []
    is_unreadable = False
    for file in given.files:
        try:
            documents = receipts_in(_read(file))
        except (OSError, ValueError) as problem:
            print(f"{file}: cannot be read as a receipt: {problem}", file=sys.stderr)
            is_unreadable = True
            continue
        if not documents:
            print(f"{file}: holds no receipt", file=sys.stderr)
            is_unreadable = True
        for at, document in enumerate(documents, start=1):
            name = file if len(documents) == 1 else f"{file}#{at}"
            checked.append(check(name, document, trusted))
    for one in checked:
        _show(one)
    chain = [] if given.apart else check_chain(checked)
    _show_chain(checked, chain, is_apart=given.apart)
    if is_unreadable:
        return UNREADABLE
    return WRONG if chain or any(one.findings for one in checked) else GOOD


def _read(file: str) -> str:
    path = Path(file)
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES // 1024 // 1024} MB")
    return path.read_text(encoding="utf-8")


def _show(one: Checked) -> None:
    if one.findings:
        print(f"{one.name}: WRONG")
        for finding in one.findings:
            print(f"  {_line(finding)}")
        return
    receipt = one.receipt
    assert receipt is not None  # noqa: S101 - one that cannot be read has a finding
    print(
        f"{one.name}: good\n"
        f"  {receipt.kind} receipt {receipt.reference}, number {receipt.number} of its buyer\n"
        f"  order {receipt.order.number}, {receipt.subject.outcome}, issued"
        f" {receipt.issued_at.isoformat().replace('+00:00', 'Z')}"
    )
    if one.is_trusted:
        print("  signed with the key that you trust")
    else:
        print(
            f"  unchanged since key {key_id_of(one.public_key)} signed it; whose key that is, the"
            " receipt cannot prove:\n  compare it with the one that the shop publishes, or pass it"
            " with --key"
        )


def _show_chain(checked: list[Checked], chain: list[Finding], *, is_apart: bool) -> None:
    for finding in chain:
        print(f"chain: WRONG\n  {_line(finding)}")
    if not chain and not is_apart and sum(one.receipt is not None for one in checked) > 1:
        print("chain: good, each receipt follows the one before")


def _line(finding: Finding) -> str:
    return f"{finding.where}: {finding.what}" if finding.where else finding.what
