import pytest

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.importers.demo import buyers
from buyer_portal.order_contract.sessions import DemoBuyer, DemoBuyers
from buyer_portal.routes import LOCALES
from buyer_portal.views.demo import DemoBuyerView, StrangerView


def test_a_demo_buyer_is_introduced():
    buyer = DemoBuyer(
        key="noah",
        name="Noah Reyes",
        login="noah@example.com",
        market="US",
        about_key="demo.buyer.noah.about",
    )

    assert DemoBuyerView.of(buyer, words_of("en")) == DemoBuyerView(
        key="noah",
        name="Noah Reyes",
        login="noah@example.com",
        initials="NR",
        about="No orders yet: what an empty account shows.",
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_every_demo_buyer_has_a_sentence(locale):
    words = words_of(locale)

    assert [buyer.key for buyer in buyers() if not words.has(buyer.about_key)] == []


def test_the_last_buyer_is_led_to_an_order_of_the_first():
    lan, noah = (
        DemoBuyer(key=key, name=name, login="", market="", about_key="")
        for key, name in (("lan", "Lan"), ("noah", "Noah"))
    )

    shown = StrangerView.of(DemoBuyers(buyers=(lan, noah), other_order_id="0198"), words_of("en"))

    assert shown == StrangerView(
        buyer="noah",
        next_path="/orders/0198/",
        title="Open an order that is not yours",
        text="Signs in as Noah and follows a link to an order of Lan.",
    )
    assert StrangerView.of(DemoBuyers(buyers=(lan, noah)), words_of("en")) is None
