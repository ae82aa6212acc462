import pytest

from buyer_portal.edge.sign_in import next_path


@pytest.mark.parametrize(
    "asked",
    [
        "/orders/",
        "/orders",
        "/orders/?tab=to-pay&q=t%C3%A1ch",
        "/vi/orders/0198f2c4-aaaa/",
        "/id/profile/",
        "/sellers/s-1/policy/",
        "/notifications/#latest",
    ],
)
def test_after_signing_in_buyers_reach_the_page_they_wanted(asked):
    assert next_path(asked, "en") == asked


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "orders",
        "https://evil.example/orders/",
        "//evil.example/orders/",
        "/\\evil.example/orders/",
        "/%2f%2fevil.example",
        "///evil.example",
        "/\t/evil.example",
        "/orders/\r\nset-cookie: a=b",
        "/orders/\\..\\..",
        "javascript:alert(1)",
        "/auth/sign-out",
        "/login/",
        "/vi/login/?next=/orders/",
        "/testing/tenants",
        "/orders/../../evil",
        "/orders/%2e%2e/",
        "/orders/" + "a" * 600,
        "/orders/\u202e/",
        "/nothing/",
    ],
)
def test_no_address_leads_anywhere_but_to_pages_of_ours(asked):
    assert next_path(asked, "vi") == "/vi/orders/"
