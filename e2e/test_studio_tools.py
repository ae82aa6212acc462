"""The studio's tools in a browser: policies, the flow map, words and looks."""

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import expect

from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.buyer_pages import wait_until_ready
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage

ROOT = Path(__file__).parents[1]


FRAMES = 20_000


def _open(buyer_page, address, theme="day"):
    page = buyer_page.new_page(device="desktop", theme=theme)
    page.goto(address)
    wait_until_ready(page)
    return page


def _open_beside_frames(buyer_page, address, theme="day"):
    """Open a page that shows a frame: it moves to the host that frames can stand beside."""
    page = buyer_page.new_page(device="desktop", theme=theme)
    page.goto(address)
    page.wait_for_url(re.compile(r"//studio\.portal\.localhost"))
    wait_until_ready(page)
    return page


def test_a_policy_is_edited_both_ways_and_its_effect_is_listed(buyer_page):
    page = _open(buyer_page, "/studio/policies/")
    source = page.locator("[data-source]")
    returns = page.locator('[data-path="stages.IN_TRANSIT.return"]')

    returns.select_option("request")
    expect(source).to_have_value(
        re.compile(r'\[stages.IN_TRANSIT\]\ncancel = "none"\nreturn = "request"')
    )
    assert_accessible(page)
    source.fill("answer_hours = 'two'")
    expect(page.get_by_text("must be a whole number, not 'two'")).to_be_visible()
    source.fill("")
    expect(page.locator("[data-problems='0']")).to_be_visible()  # what was typed has arrived
    expect(returns).to_have_value("none")
    page.get_by_label("Start from").select_option("until-packed")
    page.get_by_label("Orders", exact=True).select_option("made_up")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text("208 of 2,000 orders")
    expect(page.locator("[data-chart]")).to_be_visible()
    assert_accessible(page)


def test_the_map_tells_of_a_screen_and_goes_out_as_files(buyer_page):
    page = _open_beside_frames(buyer_page, "/studio/flow/", theme="night")
    order = page.locator("[data-screen=order]")

    order.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Order details")).to_be_visible()
    expect(order).to_have_attribute("aria-pressed", "true")
    assert_accessible(page)
    with page.expect_download() as svg:
        page.get_by_role("button", name="SVG").click()
    with page.expect_download() as mermaid:
        page.get_by_role("button", name="Mermaid").click()

    page.get_by_role("button", name="Refund", exact=True).first.click()
    expect(page.locator("[data-state=refund]")).to_have_attribute("aria-pressed", "true")
    shop = page.frame_locator("#flow-frame")
    current = page.locator("[data-screen=refund]")
    expect(current).to_have_attribute("data-current", "", timeout=FRAMES)
    shop.get_by_role("link", name="Back").click()
    expect(page.locator("[data-screen=order]")).to_have_attribute("data-current", "")
    expect(page.locator("[data-screen=refund]")).to_have_attribute("data-visited", "")
    expect(page.locator("[data-screen=help]")).not_to_have_attribute("data-visited", "")

    assert svg.value.path().read_text().startswith("<svg ")
    assert "order --> refund" in mermaid.value.path().read_text()


def test_words_and_looks_change_live_in_their_prototype_alone(buyer_page, one_order, words):
    page = _open_beside_frames(buyer_page, "/studio/words/")
    other = buyer_page(one_order(status="AWAITING_COLLECTION"), "lan")
    expect(page.locator("[data-frame=words][data-ready=true]")).to_be_visible(timeout=FRAMES)
    shop = page.frame_locator("#words-frame")
    tab = page.locator("[data-frame-tab]")
    expect(tab).to_have_text(words("en")("order.title"))
    why = words("en")("why.open")
    expect(shop.get_by_role("button", name=why).first).to_be_visible()

    page.get_by_label("Search texts and ids").fill("why.open")
    row = page.locator("[data-text='why.open']")
    row.locator("[lang=en]").focus()
    expect(shop.locator("[data-found]").first).to_have_text(why)
    row.locator("[lang=en]").fill("What stops me?")
    expect(shop.get_by_role("button", name="What stops me?").first).to_be_visible()
    expect(other.get_by_text("What stops me?")).to_have_count(0)
    row.locator("[lang=en]").fill("{oops")
    expect(row.get_by_text("A brace is open or left over.")).to_be_visible()
    expect(shop.get_by_role("button", name=why).first).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as po:
        page.locator("[data-po=en]").click()
    assert 'msgid "why.open"' in po.value.path().read_text()

    page.locator("[data-press]").check()
    shop.get_by_text(words("en")("order.title"), exact=True).click()
    title = page.locator("[data-text='order.title'] [lang=en]")
    title.fill("One order")
    expect(shop.get_by_text("One order", exact=True)).to_be_visible()
    expect(tab).to_have_text("One order")
    page.get_by_label("Orchard").check()
    expect(shop.locator("html")).to_have_attribute("data-brand", "orchard")
    page.get_by_label("Pseudo-language").select_option("keys")
    expect(shop.get_by_text("[status.AWAITING_COLLECTION]").first).to_be_visible()
    expect(shop.get_by_role("button", name="[why.open]").first).to_be_visible()


def test_a_recorded_walk_is_a_test_that_passes(buyer_page, portal, words, tmp_path):
    say = words("en")
    page = _open(buyer_page, "/studio/record/")
    page.get_by_label("Situation").select_option("paid")
    page.get_by_role("button", name="Start recording").click()
    with page.context.expect_page() as opened:
        page.locator("[data-walk]").click()
    shop = opened.value
    wait_until_ready(shop)
    expect(page.locator("[data-steps='1']")).to_be_visible()

    detail, dialog = OrderDetailPage(shop, say), CancelDialog(shop, say)
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    expect(page.locator("[data-steps='5']")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name=say("studio.record.stop")).click()
    bundle = page.get_by_role("link", name=say("studio.record.bundle"))
    expect(bundle).to_be_visible(timeout=20_000)
    expect(page.locator("[data-step-picture] img")).to_have_count(5)
    with page.expect_download() as packed:
        bundle.click()
    with ZipFile(packed.value.path()) as zipped:
        names = zipped.namelist()
        pictures = [zipped.read(f"test_paid/0{at}.png") for at in range(1, 6)]
        recorded = zipped.read("test_paid.py").decode()
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert len({*pictures}) >= 4  # each step looks another way; a choice may change a dot alone
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download").click()
    assert recorded == saved.value.path().read_text()
    assert names[:2] == ["test_paid.py", "test_paid/steps.md"]
    file = tmp_path / "test_walk.py"
    file.write_text(saved.value.path().read_text())
    where = ["--portal-url", portal.url, "--portal-token", portal.testing_token]
    done = subprocess.run(  # noqa: S603 - our own test
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "buyer_portal.testing.plugin",
            str(file),
            *where,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + file.read_text()
    steps = tmp_path / "test_walk"
    assert [one.name for one in sorted(steps.glob("*.png"))] == [f"0{at}.png" for at in range(1, 6)]
    assert "3. Choose “" in (steps / "steps.md").read_text()


def test_a_hand_off_is_offered_and_made(buyer_page, words):
    say = words("en")
    page = _open(buyer_page, "/studio/handoff/", theme="night")
    line = page.locator("[data-command-line]")
    expect(line).to_contain_text("handoff.zip --devices phone,desktop")
    for name in ("Desktop", "Light", "Tiếng Việt", "Bahasa Indonesia"):
        page.get_by_role("checkbox", name=name, exact=True).uncheck()
    groups = page.locator("[data-axis=groups]")
    for at in range(groups.count() - 1):
        if at != 3:
            groups.nth(at).uncheck()
    expect(line).to_contain_text("--devices phone --themes night --languages en")
    groups.last.uncheck()
    expect(page.get_by_text(words("en").count("studio.handoff.pictures", 5))).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as plain:
        page.get_by_role("button", name=say("studio.handoff.download")).click()
    assert ZipFile(plain.value.path()).namelist() == ["words.csv", "states.csv"]

    page.get_by_role("button", name=say("studio.handoff.pack")).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    save = page.get_by_role("link", name=say("studio.handoff.save"))
    expect(save).to_be_visible(timeout=30_000)
    with page.expect_download() as packed:
        save.click()
    with ZipFile(packed.value.path()) as zipped:
        pictures = [name for name in zipped.namelist() if name.endswith(".png")]
        assert all(len(zipped.read(name)) > 15_000 for name in pictures)
        assert len(pictures) == 5
    assert packed.value.suggested_filename == "handoff.zip"
