"""The published contract: as the code says, well-formed, with examples that are real."""

import json

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from buyer_portal.order_service.openapi.__main__ import PUBLISHED, text_of
from buyer_portal.order_service.openapi.document import EXAMPLES
from buyer_portal.order_service.openapi.recording import record
from buyer_portal.order_service.openapi.rules import complaints, examples_of


@pytest.fixture(scope="module")
def published():
    return json.loads(PUBLISHED.read_text("utf-8"))


async def test_the_published_contract_is_what_the_service_says(http, published):
    served = (await http.get("/openapi.json")).json()

    assert served == published, "the contract changed: run make openapi, and read the difference"


async def test_examples_are_what_the_service_answers():
    recorded = text_of(await record())

    assert recorded == EXAMPLES.read_text("utf-8"), "answers changed: run make openapi"


def test_the_contract_is_openapi(published):
    validate(published)


def test_the_contract_is_well_kept(published):
    assert complaints(published) == []


def test_every_example_fits_its_schema(published):
    whole = DRAFT202012.create_resource({"$id": "urn:contract", **published})
    registry = Registry().with_resource("urn:contract", whole)
    wrong = []
    for where, schema, value in examples_of(published):
        inlined = json.loads(json.dumps(schema).replace('"#/', '"urn:contract#/'))
        validator = Draft202012Validator(inlined, registry=registry)
        wrong += [f"{where}: {error.message[:200]}" for error in validator.iter_errors(value)]

    assert wrong == []


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        pytest.param(
            lambda one: one["responses"].pop("500"), "does not say how it fails", id="no-failure"
        ),
        pytest.param(lambda one: one.update(description=""), "has no description", id="no-words"),
        pytest.param(lambda one: one.update(security=[]), "the token is not", id="no-security"),
        pytest.param(lambda one: one.update(operationId="Read"), "is no name", id="bad-name"),
        pytest.param(
            lambda one: one["responses"]["200"]["content"]["application/json"].pop("examples"),
            "no example of 200",
            id="no-example",
        ),
        pytest.param(
            lambda one: one["responses"]["200"]["links"]["orders_read_decision"].update(
                operationId="nowhere"
            ),
            "leads nowhere",
            id="bad-link",
        ),
    ],
)
def test_a_contract_that_is_not_kept_is_complained_about(published, spoil, complaint):
    document = json.loads(json.dumps(published))
    spoil(document["paths"]["/v1/orders/{order_id}"]["get"])

    assert any(complaint in said for said in complaints(document))
