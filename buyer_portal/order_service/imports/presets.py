"""Change here under which policy a seller sells whom an import names for the first time."""

import re
from typing import Final

from buyer_portal.domain.policy import Policy
from buyer_portal.importers import ImportedOrder, PayloadFormat
from buyer_portal.policies import merged_policy

EU_MARKETS: Final = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "EU", "FI", "FR", "GR", "HR"}
    | {"HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
_OF_MARKET: Final = {
    "US": "tiktok-us",
    "GB": "tiktok-uk",
    "ID": "tiktok-id",
    "TH": "tiktok-th",
    "PH": "shopee-ph",
}
_ELSEWHERE: Final = "until-packed"
_OF_SHOPIFY: Final = "until-shipped"
_COUNTRY: Final = re.compile("[A-Z]{2}", re.ASCII)


def policy_of(found: ImportedOrder) -> Policy:
    """Return the policy of the seller of ``found``, by source and market.

    Within the EU the right of withdrawal holds whoever sells. A country that is none gets the
    default list of reasons.
    """
    market = found.order.market
    if market in EU_MARKETS:
        preset = "eu-withdrawal"
    elif found.source is PayloadFormat.SHOPIFY:
        preset = _OF_SHOPIFY
    else:
        preset = _OF_MARKET.get(market, _ELSEWHERE)
    return merged_policy(preset, market if _COUNTRY.fullmatch(market) else "")
