"""Change here what a shared link carries: a whole scenario, packed, signed, bounded, expiring.

Of a prototype that was played it names, beside its scenario, a copy of the tenant as it stood;
of one whose words or looks were changed it holds the changes.
"""

import base64
import binascii
import hashlib
import hmac
import struct
import zlib
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from buyer_portal.scenario.scenario import Scenario
from buyer_portal.studio.shared_words import SharedWords

LIFETIME: Final = timedelta(days=30)
MAX_TOKEN: Final = 4000
"""Longer addresses are cut by some programs; a QR code holds no more than 4,296 characters."""
MAX_DOCUMENT: Final = 64 * 1024
_MAC_BYTES: Final = 16
_HEAD: Final = struct.Struct(">BI")
_FORM: Final = 1
"""Of the packing, not of the scenario: another one when the dictionary below changes."""
_WHOLE_FORM: Final = 2
"""Of what is more than a scenario."""

# What scenarios often say, so that links stay short. A change would break links that were shared.
_DICTIONARY: Final = (
    b'"tickets":[{"key":"ticket","order":"order","about":"cancel_refused","text":"'
    b'"faults":{"operations":{"cancel":{"lost_reply_times":3,"system_error_seconds":600'
    b'"carrier_scan_before_cancel":["order"],"bank":{"late_days":14},"slow_ms":2000'
    b'"lines":[{"product_name":"","variant":"","picture":"/goods/mug.svg","quantity":2'
    b'"open_request":{"hours_ago":1.0,"reason_key":"no_longer_needed"},"rejected":{"reason":"'
    b'"minimum_client_build":2,"payment_method":"cash_on_delivery","placed_hours_ago":'
    b'"preset":"tiktok-us","preset":"until-shipped","preset":"unpaid-only","preset":"until-packed"'
    b'"status":"UNPAID","status":"ON_HOLD","status":"PARTIALLY_SHIPPING","status":"IN_TRANSIT"'
    b'"status":"DELIVERED","status":"COMPLETED","status":"CANCELLED","status":"AWAITING_COLLECTION"'
    b'{"version":2,"market":"VN","skin":"send","buyers":[{"key":"lan","name":"Nguy\xe1\xbb\x85n '
    b'Th\xe1\xbb\x8b Lan","email":"lan@prototype.example"}],"sellers":[{"key":"seller","name":'
    b'"M\xe1\xbb\x99c Ceramics"}],"orders":[{"key":"order","status":"AWAITING_SHIPMENT"}],'
    b'"opening":{"page":"/orders/[order_id]","locale":"vi","theme":"night","device":"desktop"}}'
)


class Fault(StrEnum):
    """Why a link cannot be opened."""

    TAMPERED = "tampered"
    EXPIRED = "expired"
    OUTDATED = "outdated"


class SharedLinkError(Exception):
    """A link that cannot be opened, and why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


class TooLargeToShareError(Exception):
    """A scenario that no link can carry."""


class Reached(BaseModel):
    """How far a prototype was played: the copy that was kept of it, and who stood where.

    Its ids are those of the tenant; ``path`` is the page with its language and query.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tenant: str = Field(pattern=r"^t-[0-9a-f]{16}$")
    buyer: str = Field(max_length=64)
    order: str = Field(default="", max_length=64)
    path: str = Field(max_length=300, pattern=r"^/")


class Shared(BaseModel):
    """What a link holds; ``reached`` None: the scenario as it is set up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scenario: Scenario
    reached: Reached | None = None
    words: SharedWords = SharedWords()


def share(
    scenario: Scenario,
    *,
    key: bytes,
    now: datetime,
    lifetime: timedelta = LIFETIME,
    reached: Reached | None = None,
    words: SharedWords | None = None,
) -> str:
    """Return what stands behind ``/s/``: complete, so that nothing is kept for a set-up.

    Raises:
        TooLargeToShareError: The scenario, or what was changed in it, is too large for an address.
    """
    whole = Shared(scenario=scenario, reached=reached, words=words or SharedWords())
    if whole == Shared(scenario=scenario):
        document, form = scenario.model_dump_json(exclude_defaults=True).encode(), _FORM
    else:
        document, form = whole.model_dump_json(exclude_defaults=True).encode(), _WHOLE_FORM
    packer = zlib.compressobj(level=9, wbits=-15, zdict=_DICTIONARY)
    packed = packer.compress(document) + packer.flush()
    body = _HEAD.pack(form, int((now + lifetime).timestamp())) + packed
    token = base64.urlsafe_b64encode(_mac(key, body) + body).decode().rstrip("=")
    if len(token) > MAX_TOKEN or len(document) > MAX_DOCUMENT:
        raise TooLargeToShareError
    return token


def shared(token: str, *, key: bytes, now: datetime) -> Shared:
    """Return what a link holds.

    Raises:
        SharedLinkError: Not made by this installation, torn, expired, or of a version that it
            does not know.
    """
    if len(token) > MAX_TOKEN or not token.isascii():
        raise SharedLinkError(Fault.TAMPERED)
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise SharedLinkError(Fault.TAMPERED) from None
    mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(key, body)) or len(body) < _HEAD.size:
        raise SharedLinkError(Fault.TAMPERED)
    form, expires = _HEAD.unpack_from(body)
    if now >= datetime.fromtimestamp(expires, UTC):
        raise SharedLinkError(Fault.EXPIRED)
    if form not in {_FORM, _WHOLE_FORM}:
        raise SharedLinkError(Fault.OUTDATED)
    return _unpacked(body[_HEAD.size :], is_whole=form == _WHOLE_FORM)


def _unpacked(packed: bytes, *, is_whole: bool) -> Shared:
    """Return what is packed; what was signed once may be of a version that is gone since."""
    unpacker = zlib.decompressobj(wbits=-15, zdict=_DICTIONARY)
    try:
        document = unpacker.decompress(packed, MAX_DOCUMENT)
        if unpacker.unconsumed_tail:
            raise SharedLinkError(Fault.OUTDATED)
        if is_whole:
            return Shared.model_validate_json(document)
        return Shared(scenario=Scenario.model_validate_json(document))
    except (zlib.error, ValidationError):
        raise SharedLinkError(Fault.OUTDATED) from None


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"shared-scenario\0" + body, hashlib.sha256)[:_MAC_BYTES]
