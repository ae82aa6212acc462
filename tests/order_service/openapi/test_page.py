import re

import pytest


async def test_the_api_page_and_its_scripts_come_from_the_service_alone(http):
    page = await http.get("/docs")

    addresses = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    answers = {address: (await http.get(address)).status_code for address in addresses}

    assert page.status_code == 200
    assert answers
    assert [address for address in addresses if "//" in address] == []
    assert set(answers.values()) == {200}


@pytest.mark.parametrize("path", ["/v1/orders", "/v1/orders/{order_id}/cancellations"])
async def test_the_contract_is_published(http, path):
    contract = (await http.get("/openapi.json")).json()

    assert path in contract["paths"]
