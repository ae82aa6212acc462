"""Change here what reading a payload can end in: an order, a repetition, a refusal, a warning."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from buyer_portal.domain.cancellations import Actor
from buyer_portal.domain.orders import Order


class PayloadFormat(StrEnum):
    """Whose payload it is; also the ``external_source`` of every order read from it."""

    TIKTOK_SHOP = "tiktok-shop"
    SHOPIFY = "shopify"


class Refusal(StrEnum):
    """Why a file, or one record of it, is not imported. Stable codes."""

    UNREADABLE_FILE = "unreadable_file"
    EMPTY_FILE = "empty_file"
    BINARY_FILE = "binary_file"
    NOT_UTF8 = "not_utf8"
    BROKEN_JSON = "broken_json"
    TRAILING_GARBAGE = "trailing_garbage"
    RECORD_TOO_LARGE = "record_too_large"
    TOO_DEEP = "too_deep"
    DUPLICATE_KEY = "duplicate_key"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_ORDER = "not_an_order"
    ERROR_ENVELOPE = "error_envelope"
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    BAD_ID = "bad_id"
    BAD_AMOUNT = "bad_amount"
    AMOUNT_TOO_LARGE = "amount_too_large"
    AMOUNT_TOO_FINE = "amount_too_fine"
    NEGATIVE_AMOUNT = "negative_amount"
    NUMBER_TOO_LARGE = "number_too_large"
    BAD_TIME = "bad_time"
    TIME_OUT_OF_RANGE = "time_out_of_range"
    BAD_TEXT = "bad_text"
    TEXT_TOO_LONG = "text_too_long"
    TOO_MANY = "too_many"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_CURRENCY = "unknown_currency"
    CURRENCY_MISMATCH = "currency_mismatch"
    CONFLICTING_DUPLICATE = "conflicting_duplicate"
    OTHER_ACCOUNT = "other_account"
    CHANGED_HERE = "changed_here"
    OLDER_STATUS = "older_status"
    NOT_STORED = "not_stored"


class Caution(StrEnum):
    """What was imported although the payload contradicts itself. Stable codes."""

    BYTE_ORDER_MARK = "byte_order_mark"
    AMOUNTS_ADJUSTED = "amounts_adjusted"
    PRICE_DIFFERS = "price_differs"
    SHIPPING_DIFFERS = "shipping_differs"
    SUB_ITEM_CURRENCY = "sub_item_currency"
    LINE_STATUS_DIFFERS = "line_status_differs"
    MOMENT_IGNORED = "moment_ignored"
    MOMENT_ASSUMED = "moment_assumed"
    REFUND_ASSUMED = "refund_assumed"
    PARCEL_IGNORED = "parcel_ignored"
    EMAIL_IGNORED = "email_ignored"
    UNKNOWN_PAYMENT_METHOD = "unknown_payment_method"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: record and line count from 1, ``offset`` in bytes from 0.

    ``record`` 0 means the file as a whole.
    """

    file: str
    record: int = 0
    line: int = 1
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A record, or a whole file, that is not imported.

    ``field`` is a path such as ``line_items[0].sale_price``, empty when no one field is to blame;
    ``reason`` is one English sentence for whoever runs the import.
    """

    place: Place
    code: Refusal
    reason: str
    field: str = ""
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNotice:
    """Something that was imported in another way than stated, and in which."""

    place: Place
    code: Caution
    reason: str
    field: str = ""
    external_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedOrder:
    """The same order a second time in one file, identical: nothing to do."""

    place: Place
    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedBuyer:
    """Who bought, as the payload knows them. ``locale`` is a guess from the market."""

    external_id: str
    email: str = ""
    name: str = ""
    nickname: str = ""
    phone: str = ""
    locale: str = "en"
    market: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSeller:
    """Who sold. Payloads without one share a seller per source."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCancellation:
    """How a cancelled order came to be cancelled; ``reason`` is text from the other system."""

    by: Actor
    reason: str = ""
    requested_at: datetime | None = None
    cancelled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedOrder:
    """One whole order, ready to be written.

    The ids inside ``order`` are not ours yet: ``id``, ``seller_id``, ``buyer_id`` and the ids of
    open requests are empty; those of lines, payments and packages are unique within the order, and
    ``line.package_id`` names one of its packages.
    """

    place: Place
    source: PayloadFormat
    external_id: str
    buyer: ImportedBuyer
    seller: ImportedSeller
    order: Order
    cancellation: ImportedCancellation | None = None
    warnings: tuple[ImportNotice, ...] = field(default=())


Outcome = ImportedOrder | RepeatedOrder | Rejection | ImportNotice


class RefusedError(Exception):
    """One record cannot become an order; caught by the reader, which adds the place."""

    def __init__(self, code: Refusal, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.field = field
