"""The studio: boards of live frames, a stage to play on, links that open the same elsewhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.buyer_pages import wait_until_ready

BOARD = (
    "/studio/?rows=stage:AWAITING_SHIPMENT,AWAITING_COLLECTION"
    "&columns=policy:until-packed,unpaid-only&split=language:en,vi"
)
FRAMES = 20_000


@pytest.fixture
def studio(buyer_page) -> Page:
    """A designer's browser; nobody is signed in."""
    return buyer_page.new_page(device="desktop")


def _open(page: Page, address: str) -> None:
    """Open a page of the studio; it moves to the host that frames can stand beside."""
    page.goto(address)
    page.wait_for_url(re.compile(r"//studio\.portal\.localhost"))
    wait_until_ready(page)


def _stage(page: Page, scenario: str):
    """Open a named scenario on the stage and return the buyer's page in its frame."""
    _open(page, f"/studio/stage/?scenario={scenario}")
    expect(page.locator("[data-frame=stage][data-ready=true]")).to_be_visible(timeout=FRAMES)
    return page.frame_locator("#stage-frame")


def test_board_shows_real_pages_each_of_a_buyer_of_its_own(studio, words):
    _open(studio, BOARD)
    frames = studio.locator("[data-frame]")

    expect(frames).to_have_count(8)
    expect(studio.locator("[data-frame][data-ready=true]")).to_have_count(8, timeout=FRAMES)
    expect(studio.locator("[data-frames-ready]")).to_have_text(
        words("en")("studio.board.ready", ready=8, of=8)
    )
    first = studio.frame_locator("[data-frame=f1] iframe")
    second = studio.frame_locator("[data-frame=f2] iframe")
    expect(first.locator("html")).to_have_attribute("lang", "en")
    expect(second.locator("html")).to_have_attribute("lang", "vi")
    expect(first.locator(".prototype-mark")).to_have_text(words("en")("studio.mark"))
    # Until it is packed both cancel at once, or neither: the second policy asks the seller.
    outcomes = [
        text.strip() for text in studio.locator("figcaption > span:first-child").all_inner_texts()
    ]
    instant, ask, seller = (
        words("en")(f"studio.outcome.{name}") for name in ("instant", "request", "seller_unlock")
    )
    assert outcomes[:4] == [seller, seller, instant, instant]
    assert ask not in outcomes

    studio.locator("[data-only-differing]").check()
    expect(studio.locator("[data-board]")).to_have_attribute("data-dim", "")
    studio.locator("[data-zoom]").fill("50")
    width = studio.locator("[data-frame=f1] .frame-screen").bounding_box()["width"]
    assert 190 < width < 200
    assert_accessible(studio)

    studio.locator("[data-frame=f1] .board-play").click()
    expect(studio.locator("[data-frame=stage][data-ready=true]")).to_be_visible(timeout=FRAMES)
    expect(studio.locator("#field-policy")).to_have_value("unpaid-only")


def test_stage_plays_every_part_and_the_buyers_page_follows(studio, words):
    say = words("en")
    buyer = _stage(studio, "requested")
    expect(buyer.get_by_role("heading", name=say("status.REQUESTED"))).to_be_visible()
    assert_accessible(studio)

    studio.get_by_role("button", name=say("studio.step.seller-say"), exact=True).click()
    studio.get_by_role("button", name=say("studio.step.seller-approve"), exact=True).click()

    expect(buyer.get_by_role("heading", name=say("status.CANCELLED"), exact=True)).to_be_visible()
    expect(studio.locator("[data-actor=seller] [data-play^=seller-approve]")).to_have_count(0)
    studio.locator("[data-actor=bank] [data-play^=bank-settle]").click()
    expect(studio.locator("[data-actor=bank] [data-play]")).to_have_count(0)
    before = studio.locator("[data-clock]").inner_text()
    studio.locator("[data-jump=hour]").click()
    expect(studio.locator("[data-clock]")).not_to_have_text(before)
    studio.locator("[data-jump=refund]").click()
    expect(studio.locator("[data-jump=refund]")).to_have_count(0)
    expect(studio.locator("[data-clock]")).to_contain_text("16 Mar")

    studio.locator("#persona").select_option("kind")
    studio.locator("[data-begin-again]").click()
    expect(studio.locator("[data-doings] li").first).to_have_text(say("studio.step.seller-approve"))
    expect(buyer.get_by_role("heading", name=say("status.CANCELLED"), exact=True)).to_be_visible()


def test_inspector_and_faults_change_what_the_buyer_meets(studio, words, errors):
    say = words("en")
    buyer = _stage(studio, "paid")

    studio.locator("#field-stage").select_option("IN_TRANSIT")
    expect(buyer.get_by_role("heading", name=say("status.IN_TRANSIT"))).to_be_visible(
        timeout=FRAMES
    )
    expect(studio.locator("[data-outcome-text]")).to_have_text(say("studio.outcome.none"))
    studio.locator("#field-language").select_option("vi")
    expect(buyer.get_by_role("heading", name=words("vi")("status.IN_TRANSIT"))).to_be_visible(
        timeout=FRAMES
    )

    errors.expect("WebSocket connection")
    studio.locator("[data-fault=offline]").click()
    expect(studio.locator("[data-chip]")).to_have_text([say("studio.fault.offline")])
    expect(buyer.locator("[data-connection]")).not_to_be_empty(timeout=12_000)
    studio.locator("[data-fault=offline]").click()
    expect(studio.locator("[data-chip]")).to_have_count(0)
    expect(buyer.locator("html[data-offline]")).to_have_count(0, timeout=15_000)


def test_shared_link_opens_the_same_for_somebody_without_an_account(
    studio, buyer_page, words, errors
):
    errors.expect("403.*/studio/enter")  # a frame that is replaced while it enters
    frame = _stage(studio, "packed")
    studio.locator("#field-language").select_option("id")
    studio.locator("#field-theme").select_option("night")
    studio.locator("[data-make-link]").click()
    link = studio.locator("[data-shared-link]").inner_text()
    expect(studio.get_by_alt_text(words("en")("studio.share.code"))).to_be_visible()
    studio.locator("#field-language").select_option("vi")  # which is not what the link holds
    expect(studio.locator("[data-shared-link]")).to_have_count(0)
    status = words("vi")("status.AWAITING_COLLECTION")
    expect(frame.get_by_role("heading", name=status)).to_be_visible(timeout=FRAMES)

    phone = buyer_page.new_page(device="phone")
    phone.goto(link)
    wait_until_ready(phone)

    say = words("id")
    expect(phone.get_by_role("heading", name=say("status.AWAITING_COLLECTION"))).to_be_visible()
    assert re.search(r"/id/orders/[^/]+/$", phone.url)
    expect(phone.locator("html")).to_have_attribute("data-theme", "night")
    expect(phone.locator(".prototype-mark")).to_be_visible()
    assert_accessible(phone)

    errors.expect("404")
    phone.goto(f"{link[:-3]}AAA")
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        words("en")("studio.refused.tampered.title")
    )


def test_where_frames_cannot_be_reached_the_board_shows_pictures_and_says_why(
    portal, launch_browser, browser_type_launch_args, words, errors
):
    say = words("en")
    errors.expect("ERR_NAME_NOT_RESOLVED")
    no_sub_hosts = "--host-resolver-rules=MAP *.localhost ~NOTFOUND"
    browser = launch_browser(args=[*browser_type_launch_args.get("args", []), no_sub_hosts])
    page = browser.new_page(base_url=portal.url)
    errors.watch(page)
    page.goto(
        "/studio/?rows=stage:UNPAID,IN_TRANSIT&columns=policy:until-packed&split=theme:day,night"
    )
    wait_until_ready(page)

    expect(page.get_by_text(say("studio.board.pictures.why"))).to_be_visible()
    ready = page.locator("[data-pictures-ready='4']")
    expect(ready).to_have_text(say("studio.board.pictures.ready", ready=4, of=4), timeout=FRAMES)
    expect(page.locator("iframe")).to_have_count(0)
    sizes = page.locator("img[data-picture=ready]").evaluate_all(
        "images => images.map(image => [image.complete, image.naturalWidth, image.naturalHeight])"
    )
    assert sizes == [[True, 390, 844]] * 4
    night, day = (
        page.locator(f"[data-frame={key}] img").evaluate(
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
    with page.context.expect_page() as opened:
        page.locator("[data-frame=f1] .board-play").click()
    expect(opened.value.get_by_role("heading", name=say("status.UNPAID"))).to_be_visible()
    browser.close()


def test_two_boards_of_one_browser_keep_their_buyers_apart(studio):
    _open(studio, "/studio/?rows=stage:UNPAID&columns=policy:until-packed,unpaid-only")
    other = studio.context.new_page()
    other.goto(studio.url)
    wait_until_ready(other)
    hosts = "frames => frames.map(frame => new URL(frame.src).host)"
    for page in (studio, other):
        expect(page.locator("[data-frame][data-ready=true]")).to_have_count(2, timeout=FRAMES)
    here, there = (page.locator("iframe").evaluate_all(hosts) for page in (studio, other))

    assert len({*here, *there}) == 4
