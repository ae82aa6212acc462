"""Change here which files a buyer can take home: receipts, dates for a calendar, our public key."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from buyer_portal import routes
from buyer_portal.edge.problems import problem
from buyer_portal.edge.socket_guard import cookie_name, hash_of, session_id_of
from buyer_portal.i18n.formats import zone_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.order_client.connection import Connection
from buyer_portal.order_client.errors import (
    NotSignedInError,
    OrderNotFoundError,
    OrderServiceError,
)
from buyer_portal.order_client.service import ServiceClient
from buyer_portal.order_contract.problems import ProblemCode
from buyer_portal.settings import Settings
from buyer_portal.views.calendar import calendar_of, entry_of, receipt_entry_of, return_entry_of
from buyer_portal.views.printing import Printer
from buyer_portal.views.receipt import receipt_in

KEYS: Final = "/.well-known/receipt-keys.json"
JSON: Final = "application/json"
CALENDAR: Final = "text/calendar; charset=utf-8"
MAX_ID: Final = 64


class Downloads:
    """Answers with files; each but the key asks the service as the buyer of the cookie."""

    def __init__(self, connection: Callable[[], Connection], *, settings: Settings) -> None:
        """Prepare.

        Args:
            connection: Gives the pool that the app opened; called per request.
        """
        self._connection = connection
        self._settings = settings
        self._cookie = cookie_name(settings)

    def routes(self) -> list[Route]:
        """Return the addresses of the files."""
        return [
            Route(KEYS, self.keys),
            Route("/downloads/receipts.json", self.receipts),
            Route("/downloads/receipts/{receipt_id}.json", self.receipt),
            Route("/downloads/receipts/{receipt_id}/{kind}.ics", self.receipt_calendar),
            Route("/downloads/orders/{order_id}/{kind}.ics", self.calendar),
        ]

    async def keys(self, _: Request) -> Response:
        """Return the public keys that receipts are signed with; everybody may have them."""
        try:
            keys = await ServiceClient(self._connection()).receipt_keys()
        except OrderServiceError:
            return _away()
        headers = {"Cache-Control": "public, max-age=3600"}
        return Response(keys.model_dump_json(), media_type=JSON, headers=headers)

    async def receipt(self, request: Request) -> Response:
        """Return one receipt, byte for byte as it was signed."""

        async def answer(buyer: BuyerClient) -> Response:
            found = await buyer.receipt(request.path_params["receipt_id"])
            return _file(found.document, JSON, f"{found.entry.reference}.json")

        return await self._as_buyer(request, answer)

    async def receipts(self, request: Request) -> Response:
        """Return all receipts of the buyer in one file, as a chain."""

        async def answer(buyer: BuyerClient) -> Response:
            documents = (await buyer.receipts()).documents
            return _file(f'{{"receipts":[{",".join(documents)}]}}', JSON, "receipts.json")

        return await self._as_buyer(request, answer)

    async def calendar(self, request: Request) -> Response:
        """Return a date of an order for a calendar, in the language of the page that offers it."""
        order_id, kind = request.path_params["order_id"], request.path_params["kind"]
        seller_id = request.query_params.get("seller", "")[:MAX_ID]
        return_id = request.query_params.get("return", "")[:MAX_ID]

        async def answer(buyer: BuyerClient) -> Response:
            detail = await buyer.order(order_id)
            printer = await _printer(buyer, request, detail.server_now)
            found, subject = (return_entry_of, return_id) if return_id else (entry_of, seller_id)
            entry = found(detail, kind, subject, printer=printer, base_url=self._settings.base_url)
            if entry is None:
                return _missing()
            name = f"{detail.order.number}-{kind}.ics"
            return _file(calendar_of(entry, detail.server_now).decode(), CALENDAR, name)

        return await self._as_buyer(request, answer)

    async def receipt_calendar(self, request: Request) -> Response:
        """Return a date that a receipt names, such as when the goods must be sent back."""
        receipt_id, kind = request.path_params["receipt_id"], request.path_params["kind"]

        async def answer(buyer: BuyerClient) -> Response:
            found = await buyer.receipt(receipt_id)
            printer = await _printer(buyer, request, found.server_now)
            entry = receipt_entry_of(
                found.entry.id,
                receipt_in(found.document),
                kind,
                printer=printer,
                base_url=self._settings.base_url,
            )
            if entry is None:
                return _missing()
            name = f"{found.entry.reference}-{kind}.ics"
            return _file(calendar_of(entry, found.server_now).decode(), CALENDAR, name)

        return await self._as_buyer(request, answer)

    async def _as_buyer(
        self, request: Request, answer: Callable[[BuyerClient], Awaitable[Response]]
    ) -> Response:
        session_id = session_id_of(request.headers, self._cookie)
        if session_id is None:
            return problem(401, ProblemCode.UNAUTHENTICATED, "Sign in first.")
        try:
            return await answer(BuyerClient(self._connection(), hash_of(session_id)))
        except NotSignedInError:
            return problem(401, ProblemCode.UNAUTHENTICATED, "Sign in first.")
        except OrderNotFoundError:
            return _missing()
        except OrderServiceError:
            return _away()


async def _printer(buyer: BuyerClient, request: Request, now: datetime) -> Printer:
    """Return what prints in the language of the page that offered the file."""
    locale = request.query_params.get("in", "")
    me = (await buyer.me()).buyer
    return Printer(
        locale=locale if locale in routes.LOCALES else routes.DEFAULT_LOCALE,
        zone=zone_of(me.time_zone),
        now=now,
        skin=me.skin,
    )


def _file(text: str, media_type: str, name: str) -> Response:
    """Return a file of one buyer: nobody on the way keeps it."""
    safe = "".join(
        letter for letter in name if letter.isascii() and (letter.isalnum() or letter in "-.")
    )
    return Response(
        text,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{safe}"',
            "Cache-Control": "no-store",
        },
    )


def _missing() -> Response:
    return problem(404, ProblemCode.NOT_FOUND, "There is no such file for this buyer.")


def _away() -> Response:
    return problem(503, ProblemCode.SYSTEM_ERROR, "The shop cannot be reached just now.")
