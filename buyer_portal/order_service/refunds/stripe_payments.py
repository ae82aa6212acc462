"""Change here how refunds of payments that Stripe took are asked for.

Stripe forgets idempotency keys after a day, so each refund also carries its key as metadata and is
looked for before it is made.
Source: https://docs.stripe.com/api/refunds and https://docs.stripe.com/api/idempotent_requests
"""

from typing import Final, Literal

import stripe
from pydantic import BaseModel, Field
from stripe.params import RefundCreateParams, RefundListParams

from buyer_portal.domain.cancellations import RefundFailure
from buyer_portal.domain.money import EXPONENT
from buyer_portal.order_service.refunds.payouts import (
    PaymentSystemUnavailableError,
    Payout,
    PayoutState,
    PayoutStatus,
)

KEY: Final = "refund_key"
MOST_REFUNDS: Final = 100
TIMEOUT_SECONDS: Final = 10
NO_DECIMALS: Final = frozenset({"VND", "JPY", "KRW"})
"""Currencies whose amounts Stripe takes whole; all others in hundredths."""

_STATE: Final = {
    "succeeded": PayoutState.SETTLED,
    "failed": PayoutState.FAILED,
    "canceled": PayoutState.FAILED,
}
_FAILURE: Final = {
    "expired_or_canceled_card": RefundFailure.ACCOUNT_CLOSED,
    "lost_or_stolen_card": RefundFailure.ACCOUNT_CLOSED,
    "declined": RefundFailure.REFUSED_BY_BANK,
    "unknown": RefundFailure.REFUSED_BY_BANK,
}
_PASSING: Final = (stripe.APIConnectionError, stripe.RateLimitError, stripe.IdempotencyError)
_SERVER_ERROR: Final = 500


class _Card(BaseModel):
    reference: str | None = None


class _Destination(BaseModel):
    card: _Card = Field(default_factory=_Card)


class _Said(BaseModel):
    """What matters of a refund of Stripe's; much of it is left out until it is known."""

    id: str
    status: str = ""
    failure_reason: str | None = None
    destination_details: _Destination = Field(default_factory=_Destination)
    metadata: dict[str, str] = Field(default_factory=dict[str, str])


class StripePayments:
    """A payment system behind Stripe's API.

    Args:
        api_url: Another server with the same API, for tests.
    """

    def __init__(self, api_key: str, *, api_url: str | None = None) -> None:
        self.name = "stripe"
        self._http = stripe.HTTPXClient(timeout=TIMEOUT_SECONDS)
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_url} if api_url else {},
            http_client=self._http,
            max_network_retries=0,  # our own work tries again, and survives a crash meanwhile
        )

    async def submit(self, payout: Payout) -> PayoutStatus:
        """Ask for a refund, unless it was asked for."""
        try:
            found = await self._find(payout)
            if found is None:
                asked: RefundCreateParams = {
                    "amount": stripe_amount(payout.amount_minor, payout.currency),
                    "metadata": {KEY: payout.key},
                }
                asked[_field_of(payout)] = payout.external_payment_id
                found = await self._client.v1.refunds.create_async(
                    params=asked,
                    options={"idempotency_key": f"{payout.tenant}:{payout.key}"},
                )
        except stripe.StripeError as error:
            return _refused(payout, error)
        return _status_of(found)

    async def look_up(self, payout: Payout, payout_id: str) -> PayoutStatus:
        """Ask what became of a refund."""
        try:
            return _status_of(await self._client.v1.refunds.retrieve_async(payout_id))
        except stripe.StripeError as error:
            if _is_passing(error):
                raise PaymentSystemUnavailableError from error
            return PayoutStatus(
                state=PayoutState.FAILED,
                payout_id=payout_id,
                at=payout.asked_at,
                failure=RefundFailure.PROVIDER_ERROR,
            )

    async def close(self) -> None:
        """Close its connections."""
        await self._http.close_async()

    async def _find(self, payout: Payout) -> stripe.Refund | None:
        asked: RefundListParams = {"limit": MOST_REFUNDS}
        asked[_field_of(payout)] = payout.external_payment_id
        known = await self._client.v1.refunds.list_async(params=asked)
        return next(
            (
                refund
                for refund in known.data
                if _Said.model_validate(refund.to_dict()).metadata.get(KEY) == payout.key
            ),
            None,
        )


def stripe_amount(amount_minor: int, currency: str) -> int:
    """Return an amount in the units that Stripe wants, which are ISO 4217's but for a few.

    Raises:
        ValueError: Ours are finer than Stripe's, and the amount has such a fraction.
    """
    digits = 0 if currency in NO_DECIMALS else 2
    ours = EXPONENT[currency]
    if ours <= digits:
        return amount_minor * 10 ** (digits - ours)
    whole, fraction = divmod(amount_minor, 10 ** (ours - digits))
    if fraction:
        raise ValueError(f"{amount_minor} {currency} cannot be told to Stripe")
    return whole


def _field_of(payout: Payout) -> Literal["charge", "payment_intent"]:
    return "charge" if payout.external_payment_id.startswith("ch_") else "payment_intent"


def _is_passing(error: stripe.StripeError) -> bool:
    return isinstance(error, _PASSING) or (error.http_status or 0) >= _SERVER_ERROR


def _refused(payout: Payout, error: stripe.StripeError) -> PayoutStatus:
    """Return that Stripe will not do it, or say that nobody knows.

    Raises:
        PaymentSystemUnavailableError: Asking again can help.
    """
    if _is_passing(error):
        raise PaymentSystemUnavailableError from error
    return PayoutStatus(
        state=PayoutState.FAILED,
        payout_id="",
        at=payout.asked_at,
        failure=RefundFailure.PROVIDER_ERROR,
    )


def _status_of(refund: stripe.Refund) -> PayoutStatus:
    said = _Said.model_validate(refund.to_dict())
    state = _STATE.get(said.status, PayoutState.PENDING)
    failure = None
    if state is PayoutState.FAILED:
        failure = _FAILURE.get(said.failure_reason or "", RefundFailure.PROVIDER_ERROR)
    reference = said.destination_details.card.reference or ""
    return PayoutStatus(state=state, payout_id=said.id, bank_reference=reference, failure=failure)
