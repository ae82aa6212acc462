import pytest

from buyer_portal.scenario.library import LIBRARY
from buyer_portal.testing.catalogue.reading import named_addresses
from buyer_portal.testing.snapshots import SnapshotDiffersError, Snapshots
from e2e.situations import OF_THE_NETWORK, SITUATIONS


def test_what_was_accepted_is_compared_with_a_difference(tmp_path):
    Snapshots(tmp_path, accepts=True).compare("orders.en", '- heading "Orders"\n- button "Pay"\n')
    snapshots = Snapshots(tmp_path, accepts=False)

    snapshots.compare("orders.en", '- heading "Orders"\n- button "Pay"\n')
    with pytest.raises(SnapshotDiffersError) as told:
        snapshots.compare("orders.en", '- heading "Orders"\n- button "Pay now"\n')

    assert str(told.value).splitlines() == [
        "--- accepted/orders.en",
        "+++ now/orders.en",
        "@@ -1,2 +1,2 @@",
        ' - heading "Orders"',
        '-- button "Pay"',
        '+- button "Pay now"',
        "",
        "If that is right: make snapshots",
    ]


def test_a_screen_without_a_snapshot_fails_and_one_too_many_is_named(tmp_path):
    Snapshots(tmp_path, accepts=True).compare("gone.vi", "- main\n")
    snapshots = Snapshots(tmp_path, accepts=False)

    with pytest.raises(SnapshotDiffersError):
        snapshots.compare("new.vi", "- main\n")

    assert snapshots.strangers({"new.vi"}) == {"gone.vi"}


def test_every_screen_of_the_catalogue_is_kept_as_it_reads():
    kept = {one.page for one in SITUATIONS.values()}
    addresses = named_addresses()
    assert SITUATIONS["not-found"].page not in addresses.values()

    missing = {name for name, address in addresses.items() if address not in kept}

    # One leads on at once, the other is any address that there is not.
    assert missing == {"home", "not_found"}


def test_every_scenario_of_the_library_is_kept_but_those_of_the_network():
    missing = LIBRARY.keys() - {one.scenario for one in SITUATIONS.values()}

    assert missing == OF_THE_NETWORK
