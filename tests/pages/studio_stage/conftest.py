"""Change here how a test opens the stage, and as whom it looks at what is played there."""

from datetime import UTC, datetime

import pytest

from buyer_portal.i18n.catalogue import words_of
from buyer_portal.order_client.buyer import BuyerClient
from buyer_portal.pages.studio.stage.play_state import PlayState
from buyer_portal.pages.studio.stage.state import StageState
from buyer_portal.settings import Settings
from buyer_portal.studio.sharing import shared
from tests.pages.conftest import Shop


@pytest.fixture
def open_stage(service, make_state):  # noqa: ARG001 - it is what answers
    """Open a named scenario on the stage; return its state, and that of who plays along."""

    async def do(scenario="requested", query=""):
        address = f"/studio/stage/?{query or f'scenario={scenario}'}"
        stage = make_state(StageState, address)
        await stage.load()
        return stage, await stage.get_state(PlayState)

    return do


@pytest.fixture
def say():
    return words_of("en")


@pytest.fixture
def buyer_of(service):
    """Sign the buyer of a stage in."""

    async def do(stage):
        shop = Shop(stage._prototype.made, service)
        return BuyerClient(service, await shop.sign_in(next(iter(shop.made.buyers))))

    return do


@pytest.fixture
def read_link():
    def do(token):
        return shared(token, key=Settings.load().share_key, now=datetime.now(UTC))

    return do
