"""Which hosts the frames of a tab are on."""

from buyer_portal.settings import MAX_BOARDS, MAX_FRAMES
from buyer_portal.studio.hosts import Places, board_origins, stage_origin


def test_a_tab_keeps_its_place_and_shares_it_with_nobody():
    places = Places(3)

    assert [places.of(tab) for tab in ("a", "b", "a", "c", "b")] == [0, 1, 0, 2, 1]


def test_when_all_are_taken_the_longest_unused_goes():
    places = Places(2)
    for tab in ("a", "b", "a"):
        places.of(tab)

    assert (places.of("c"), places.of("a"), places.of("b")) == (1, 0, 1)


def test_boards_and_stages_have_hosts_of_their_own():
    boards = [board_origins(f"board-{at}") for at in range(MAX_BOARDS)]
    stage, other = stage_origin("one tab"), stage_origin("another tab")

    hosts = [origin for origins in boards for origin in origins]
    assert [len(origins) for origins in boards] == [MAX_FRAMES] * MAX_BOARDS
    assert len({*hosts, stage, other}) == MAX_BOARDS * MAX_FRAMES + 2
