"""Every step that counterparts can take has its words and its actor."""

import pytest

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_service.tenants.steps import STEPS
from buyer_portal.routes import LOCALES
from buyer_portal.studio.playing import SUPPORT_STEPS, actor_of


@pytest.mark.parametrize("locale", LOCALES)
def test_every_step_has_a_label_of_its_own(locale):
    words = words_of(locale)

    of_orders = [words(f"studio.step.{step}") for step in STEPS]
    of_tickets = [words(f"studio.step.ticket-{step}") for step in SUPPORT_STEPS]

    assert len(set(of_orders)) == len(of_orders)
    assert len(set(of_tickets)) == len(of_tickets)


@pytest.mark.parametrize(
    ("step", "actor"),
    [
        ("seller-approve", "seller"),
        ("return-offer", "seller"),
        ("return-arrive", "carrier"),
        ("pack", "carrier"),
        ("bank-fail", "bank"),
        ("strike-remove", "support"),
    ],
)
def test_steps_are_their_actors(step, actor):
    assert actor_of(step) == actor
