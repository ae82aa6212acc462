import pytest

from buyer_portal.testing.snapshots import SnapshotDiffersError, Snapshots


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
