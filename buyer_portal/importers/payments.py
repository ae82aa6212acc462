"""Change here which payment method a provider's name means, and how it is printed."""

import re
from typing import Final

from buyer_portal.domain.orders import PaymentMethod

_BRANDS: Final[dict[str, tuple[PaymentMethod, str]]] = {
    "momo": (PaymentMethod.E_WALLET, "MoMo"),
    "zalopay": (PaymentMethod.E_WALLET, "ZaloPay"),
    "vnpay": (PaymentMethod.E_WALLET, "VNPAY"),
    "gopay": (PaymentMethod.E_WALLET, "GoPay"),
    "ovo": (PaymentMethod.E_WALLET, "OVO"),
    "dana": (PaymentMethod.E_WALLET, "DANA"),
    "linkaja": (PaymentMethod.E_WALLET, "LinkAja"),
    "shopeepay": (PaymentMethod.E_WALLET, "ShopeePay"),
    "grabpay": (PaymentMethod.E_WALLET, "GrabPay"),
    "gcash": (PaymentMethod.E_WALLET, "GCash"),
    "truemoney": (PaymentMethod.E_WALLET, "TrueMoney"),
    "alipay": (PaymentMethod.E_WALLET, "Alipay"),
    "paypal": (PaymentMethod.E_WALLET, "PayPal"),
    "apple_pay": (PaymentMethod.E_WALLET, "Apple Pay"),
    "google_pay": (PaymentMethod.E_WALLET, "Google Pay"),
    "shop_pay": (PaymentMethod.E_WALLET, "Shop Pay"),
    "visa": (PaymentMethod.CARD, "Visa"),
    "mastercard": (PaymentMethod.CARD, "Mastercard"),
    "american_express": (PaymentMethod.CARD, "American Express"),
    "amex": (PaymentMethod.CARD, "American Express"),
    "jcb": (PaymentMethod.CARD, "JCB"),
    "bca": (PaymentMethod.BANK_TRANSFER, "BCA"),
    "bni": (PaymentMethod.BANK_TRANSFER, "BNI"),
    "mandiri": (PaymentMethod.BANK_TRANSFER, "Mandiri"),
    "vietcombank": (PaymentMethod.BANK_TRANSFER, "Vietcombank"),
    "techcombank": (PaymentMethod.BANK_TRANSFER, "Techcombank"),
    "sepa": (PaymentMethod.BANK_TRANSFER, "SEPA"),
}
"""A name that is printed as the brand writes it."""

_WORDS: Final[dict[str, PaymentMethod]] = {
    "cod": PaymentMethod.CASH_ON_DELIVERY,
    "cash_on_delivery": PaymentMethod.CASH_ON_DELIVERY,
    "cash": PaymentMethod.CASH_ON_DELIVERY,
    "store_credit": PaymentMethod.SHOP_CREDIT,
    "shop_credit": PaymentMethod.SHOP_CREDIT,
    "gift_card": PaymentMethod.SHOP_CREDIT,
    "bank": PaymentMethod.BANK_TRANSFER,
    "transfer": PaymentMethod.BANK_TRANSFER,
    "virtual_account": PaymentMethod.BANK_TRANSFER,
    "direct_debit": PaymentMethod.BANK_TRANSFER,
    "wallet": PaymentMethod.E_WALLET,
    "ewallet": PaymentMethod.E_WALLET,
    "ccdc": PaymentMethod.CARD,
    "card": PaymentMethod.CARD,
    "credit": PaymentMethod.CARD,
    "debit": PaymentMethod.CARD,
    "authorize_net": PaymentMethod.CARD,
    "stripe": PaymentMethod.CARD,
    "shopify_payments": PaymentMethod.CARD,
}
"""A word that says the kind and no brand; the first that occurs decides."""


def payment_of(*names: str) -> tuple[PaymentMethod, str] | None:
    """Return the method and its printed name, empty when it has no brand; None when unknown.

    Args:
        names: What the payload calls it, the most telling first.
    """
    written = [f"_{re.sub(r'[^a-z0-9]+', '_', name.lower()).strip('_')}_" for name in names]
    for name in written:
        for brand, found in _BRANDS.items():
            if f"_{brand}_" in name:
                return found
    for name in written:
        for word, method in _WORDS.items():
            if f"_{word}_" in name:
                return method, ""
    return None
