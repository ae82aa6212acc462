"""The stage: what goes wrong has a chip, holds at once and for as long as was chosen."""

import pytest

from buyer_portal import session
from buyer_portal.order_client.connection import Call
from buyer_portal.order_contract.testing import Faults
from buyer_portal.scenario.opening import NetworkFault
from buyer_portal.studio.faulting import NETWORK, SWITCHES
from buyer_portal.studio.network import PLAN
from buyer_portal.views.phase import Phase


@pytest.mark.parametrize("switch", SWITCHES)
async def test_a_fault_has_a_chip_and_holds_at_once(open_stage, service, say, switch):
    stage, _ = await open_stage("packed")
    tenant = stage._prototype.tenant
    read = Call("GET", f"/testing/tenants/{tenant}/faults")

    await stage.switch_fault(switch)

    assert stage.chips == [say(f"studio.fault.{switch}")]
    assert [name for name, on in stage.faults.items() if on] == [switch]
    if switch in NETWORK:
        assert PLAN.fault_of(tenant).value == switch
    elif switch == "stale_build":
        assert stage.values["build"] == "stale"
    else:
        assert await service.ask(Faults, read) != Faults()
    assert stage._prototype.tenant == tenant  # the page stays open

    await stage.switch_fault(switch)
    assert (stage.chips, PLAN.fault_of(tenant)) == ([], NetworkFault.NONE)
    assert await service.ask(Faults, read) == Faults()


async def test_a_page_too_old_is_told_so_without_being_opened_anew(open_stage, buyer_of):
    stage, _ = await open_stage("packed")
    buyer = await buyer_of(stage)

    await stage.switch_fault("stale_build")
    assert (await buyer.me()).minimum_client_build > 1
    await stage.switch_fault("stale_build")
    assert (await buyer.me()).minimum_client_build == 1


async def test_system_error_lasts_as_chosen(open_stage, service):
    stage, _ = await open_stage("packed")
    await stage.choose_minutes("30")
    await stage.switch_fault("system_error")
    await stage.choose_minutes("1")

    read = Call("GET", f"/testing/tenants/{stage._prototype.tenant}/faults")
    assert (await service.ask(Faults, read)).system_error_seconds == 60
    await stage.choose_minutes("2")
    await stage.switch_fault("earthquake")
    assert (stage.minutes, len(stage.chips)) == ("1", 1)


async def test_a_service_that_does_not_answer_is_told(open_stage, silent_connection):
    stage, play = await open_stage()
    session.use_connection(silent_connection)

    await play.play("seller-approve|")
    assert stage.problem == "studio.problem.unavailable"
    await play.follow()
    await play.advance("hour")
    await stage.switch_fault("slow_ms")
    assert (stage.chips, stage.phase) == ([], Phase.READY)
    await stage.begin_again()
    assert stage.phase is Phase.FAILED
