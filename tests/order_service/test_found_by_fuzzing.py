"""What schemathesis found, each as small as it goes."""

import pytest

from buyer_portal.order_contract.testing import NewTenant


@pytest.fixture
async def path(http) -> str:
    made = await http.post("/testing/tenants", json={"orders": [{}]})
    return f"/testing/tenants/{NewTenant.model_validate_json(made.content).tenant}"


@pytest.mark.parametrize(
    ("where", "body", "pointer"),
    [
        pytest.param("/build", {"minimum": "1"}, "/minimum", id="text-for-a-number"),
        pytest.param("/build", {"minimum": True}, "/minimum", id="truth-for-a-number"),
        pytest.param("/clock", {"is_frozen": 0}, "/is_frozen", id="number-for-a-truth"),
        pytest.param("/clock", {"now": 1_700_000_000}, "/now", id="number-for-a-moment"),
        pytest.param("/clock", {"now": "2026-03-02"}, "/now", id="day-for-a-moment"),
    ],
)
async def test_values_are_read_as_json_states_them(http, path, where, body, pointer):
    answer = await http.put(path + where, json=body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_wrong_method_is_told_all_that_the_address_knows(http, path):
    clock = await http.delete(f"{path}/clock")
    preview = await http.get("/v1/orders/preview")
    other = await http.put("/v1/orders/preview", json={})

    assert (clock.status_code, clock.headers["allow"]) == (405, "GET, PUT")
    assert preview.status_code == 401  # as an order of that name
    assert (other.status_code, other.headers["allow"]) == (405, "POST")


async def test_signing_out_needs_a_session(http):
    answer = await http.delete("/v1/sessions/current")

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param(
            {"orders": [{}], "offers": [{"variants": [{"price_minor": 1}, {"price_minor": 2}]}]},
            id="two-variants-of-one-name",
        ),
        pytest.param(
            {"orders": [{"status": "DELIVERED", "returning": {"seller": "nobody"}}]},
            id="return-to-nobody",
        ),
    ],
)
async def test_scenarios_that_cannot_be_are_no_fault(http, scenario):
    answer = await http.post("/testing/tenants", json=scenario)

    assert answer.status_code == 422


async def test_a_secret_that_is_no_base64_is_no_fault(http, path):
    wanted = {"name": "carrier", "kind": "carrier", "secret": "geheim-é"}

    answer = await http.post(f"{path}/webhooks/sources", json=wanted)

    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "/secret", "reason": "unusable"}]


async def test_the_faults_of_a_scenario_are_those_of_the_contract(http):
    """A scenario may have any JSON there as far as its own room knows; the service does not."""
    answer = await http.post("/testing/tenants", json={"faults": {"q": {}}})
    schemas = (await http.get("/openapi.json")).json()["components"]["schemas"]

    assert answer.json()["errors"] == [{"pointer": "/faults/q", "reason": "extra_forbidden"}]
    assert schemas["Scenario"]["properties"]["faults"] == {
        "$ref": "#/components/schemas/Faults-Input"
    }
    assert schemas["Faults-Input"]["additionalProperties"] is False
