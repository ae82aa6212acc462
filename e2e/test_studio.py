"""The studio: boards of live frames, a stage to play on, links that open the same elsewhere."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.buyer_pages import wait_until_ready
from buyer_portal.testing.pages.studio import (
    BoardPage,
    LinkPanel,
    Prototype,
    RefusedLinkPage,
    StagePage,
)

FRAMES = 20_000


@pytest.fixture
def studio(buyer_page) -> Page:
    """A designer's browser; nobody is signed in."""
    return buyer_page.new_page(device="desktop")


@pytest.fixture
def stage(studio) -> StagePage:
    return StagePage(studio)


def _open(stage: StagePage, scenario: str) -> None:
    """Open a named scenario on the stage and wait until its buyer's page is there."""
    stage.open(scenario)
    expect(stage.ready_frame).to_be_visible(timeout=FRAMES)


def test_board_shows_real_pages_each_of_a_buyer_of_its_own(studio, words):
    say = words("en")
    board, stage = BoardPage(studio), StagePage(studio)
    board.open(
        rows="stage:AWAITING_SHIPMENT,AWAITING_COLLECTION",
        columns="policy:until-packed,unpaid-only",
        split="language:en,vi",
    )

    assert urlsplit(studio.url).netloc.startswith("studio.portal.localhost")  # beside its frames
    expect(board.frames).to_have_count(8)
    expect(board.ready_frames).to_have_count(8, timeout=FRAMES)
    expect(board.how_many_ready).to_have_text(say("studio.board.ready", ready=8, of=8))
    first, second = board.buyer("f1", say), board.buyer("f2", words("vi"))
    expect(first.root).to_have_attribute("lang", "en")
    expect(second.root).to_have_attribute("lang", "vi")
    expect(first.mark).to_be_visible()
    # Until it is packed both cancel at once, or neither: the second policy asks the seller.
    outcomes = [text.strip() for text in board.outcomes.all_inner_texts()]
    instant, ask, seller = (
        say(f"studio.outcome.{name}") for name in ("instant", "request", "seller_unlock")
    )
    assert outcomes[:4] == [seller, seller, instant, instant]
    assert ask not in outcomes

    board.only_differing.check()
    expect(board.dimmed).to_be_visible()
    board.zoom(50)
    box = board.live_page("f1").bounding_box()
    assert box
    assert 190 < box["width"] < 200
    assert_accessible(studio)

    board.play("f1")
    expect(stage.ready_frame).to_be_visible(timeout=FRAMES)
    expect(stage.field("policy")).to_have_value("unpaid-only")


def test_stage_plays_every_part_and_the_buyers_page_follows(studio, stage, words):
    say = words("en")
    buyer = stage.buyer(say)
    _open(stage, "requested")
    expect(buyer.heading(say("status.REQUESTED"))).to_be_visible()
    assert_accessible(studio)

    stage.play("seller-say")
    stage.play("seller-approve")

    expect(buyer.heading(say("status.CANCELLED"))).to_be_visible()
    expect(stage.step("seller-approve")).to_have_count(0)
    stage.play("bank-settle")
    expect(stage.steps_of("bank")).to_have_count(0)
    before = stage.clock.inner_text()
    stage.jump("hour").click()
    expect(stage.clock).not_to_have_text(before)
    stage.jump("refund").click()
    expect(stage.jump("refund")).to_have_count(0)
    expect(stage.clock).to_contain_text("16 Mar")

    stage.cast("kind")
    stage.begin_again()
    expect(stage.doings.first).to_have_text(say("studio.step.seller-approve"))
    expect(buyer.heading(say("status.CANCELLED"))).to_be_visible()


def test_inspector_and_faults_change_what_the_buyer_meets(stage, words, errors):
    say, theirs = words("en"), words("vi")
    buyer = stage.buyer(theirs)
    _open(stage, "paid")

    stage.inspect("stage", "IN_TRANSIT")
    expect(buyer.heading(say("status.IN_TRANSIT"))).to_be_visible(timeout=FRAMES)
    expect(stage.outcome).to_have_text(say("studio.outcome.none"))
    stage.inspect("language", "vi")
    expect(buyer.heading(theirs("status.IN_TRANSIT"))).to_be_visible(timeout=FRAMES)

    errors.expect("WebSocket connection")
    stage.fault("offline").click()
    expect(stage.chips).to_have_text([say("studio.fault.offline")])
    expect(buyer.connection).not_to_be_empty(timeout=12_000)
    stage.fault("offline").click()
    expect(stage.chips).to_have_count(0)
    expect(buyer.offline).to_have_count(0, timeout=15_000)


def test_shared_link_opens_the_same_for_somebody_without_an_account(
    studio, stage, buyer_page, words, errors
):
    errors.expect("403.*/studio/enter")  # a frame that is replaced while it enters
    _open(stage, "packed")
    stage.inspect("language", "id")
    stage.inspect("theme", "night")
    sharing = LinkPanel(studio)
    sharing.make()
    link = sharing.link.inner_text()
    expect(sharing.code).to_be_visible()
    stage.inspect("language", "vi")  # which is not what the link holds
    expect(sharing.link).to_have_count(0)
    theirs = words("vi")
    status = stage.buyer(theirs).heading(theirs("status.AWAITING_COLLECTION"))
    expect(status).to_be_visible(timeout=FRAMES)

    phone = buyer_page.new_page(device="phone")
    phone.goto(link)
    wait_until_ready(phone)

    say = words("id")
    opened = Prototype(phone, say)
    expect(opened.heading(say("status.AWAITING_COLLECTION"))).to_be_visible()
    assert re.search(r"/id/orders/[^/]+/$", phone.url)
    expect(opened.root).to_have_attribute("data-theme", "night")
    expect(opened.mark).to_be_visible()
    assert_accessible(phone)

    errors.expect("404")
    phone.goto(f"{link[:-3]}AAA")
    refused = RefusedLinkPage(phone)
    expect(refused.heading).to_have_text(words("en")("studio.refused.tampered.title"))
    expect(refused.to_studio).to_be_visible()


def test_where_frames_cannot_be_reached_the_board_shows_pictures_and_says_why(
    portal, launch_browser, browser_type_launch_args, words, errors
):
    say = words("en")
    errors.expect("ERR_NAME_NOT_RESOLVED")
    no_sub_hosts = "--host-resolver-rules=MAP *.localhost ~NOTFOUND"
    browser = launch_browser(args=[*browser_type_launch_args.get("args", []), no_sub_hosts])
    page = browser.new_page(base_url=portal.url)
    errors.watch(page)
    board = BoardPage(page)
    board.open(
        rows="stage:UNPAID,IN_TRANSIT", columns="policy:until-packed", split="theme:day,night"
    )

    expect(board.why_pictures).to_be_visible()
    ready = say("studio.board.pictures.ready", ready=4, of=4)
    expect(board.how_many_pictures).to_have_text(ready, timeout=FRAMES)
    expect(board.live_pages).to_have_count(0)
    sizes = board.pictures.evaluate_all(
        "images => images.map(image => [image.complete, image.naturalWidth, image.naturalHeight])"
    )
    assert sizes == [[True, 390, 844]] * 4
    night, day = (
        board.picture(key).evaluate(
            """image => {
              const canvas = document.createElement("canvas");
              canvas.width = canvas.height = 1;
              const pen = canvas.getContext("2d");
              pen.drawImage(image, 195, 4, 1, 1, 0, 0, 1, 1);
              return pen.getImageData(0, 0, 1, 1).data[0];
            }"""
        )
        for key in ("f2", "f1")
    )
    assert night < 80
    assert day > 200
    assert_accessible(page)
    opened = Prototype(board.open_in_tab("f1"), say)
    expect(opened.heading(say("status.UNPAID"))).to_be_visible()
    browser.close()


def test_two_boards_of_one_browser_keep_their_buyers_apart(studio):
    boards = [BoardPage(page) for page in (studio, studio.context.new_page())]
    for board in boards:
        board.open(rows="stage:UNPAID", columns="policy:until-packed,unpaid-only")
    for board in boards:
        expect(board.ready_frames).to_have_count(2, timeout=FRAMES)

    hosts = "frames => frames.map(frame => new URL(frame.src).host)"
    here, there = (board.live_pages.evaluate_all(hosts) for board in boards)

    assert len({*here, *there}) == 4
