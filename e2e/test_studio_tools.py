"""The studio's tools in a browser: policies, the flow map, words and looks."""

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import expect

from buyer_portal.scenario.library import Group
from buyer_portal.testing.accessibility import assert_accessible
from buyer_portal.testing.pages import CancelDialog, OrderDetailPage
from buyer_portal.testing.pages.studio import (
    FlowMapPage,
    HandoffPage,
    PolicyEditorPage,
    RecordPage,
    WordsPage,
)

ROOT = Path(__file__).parents[1]
FRAMES = 20_000


def test_a_policy_is_edited_both_ways_and_its_effect_is_listed(buyer_page):
    page = buyer_page.new_page(device="desktop")
    editor = PolicyEditorPage(page)
    editor.open()
    returns = editor.rule("stages.IN_TRANSIT.return")

    returns.select_option("request")
    expect(editor.source).to_have_value(
        re.compile(r'\[stages.IN_TRANSIT\]\ncancel = "none"\nreturn = "request"')
    )
    assert_accessible(page)
    editor.write("answer_hours = 'two'")
    expect(editor.problems).to_contain_text("must be a whole number, not 'two'")
    editor.write("")
    expect(editor.is_fine).to_be_visible()  # what was typed has arrived
    expect(returns).to_have_value("none")
    editor.start_from("until-packed")
    editor.choose_orders("made_up")
    editor.compare()
    expect(editor.result).to_contain_text("208 of 2,000 orders")
    expect(editor.chart).to_be_visible()
    assert_accessible(page)


def test_the_map_tells_of_a_screen_and_goes_out_as_files(buyer_page, words, tmp_path):
    say = words("en")
    page = buyer_page.new_page(device="desktop", theme="night")
    flow = FlowMapPage(page)
    flow.open()

    flow.screen("order").press("Enter")
    expect(flow.title(say("order.title"))).to_be_visible()
    expect(flow.screen("order")).to_have_attribute("aria-pressed", "true")
    assert_accessible(page)
    svg, mermaid = flow.download_svg(tmp_path), flow.download_mermaid(tmp_path)

    flow.way("refund").click()
    expect(flow.situation("refund")).to_have_attribute("aria-pressed", "true")
    current = flow.current
    expect(current).to_have_attribute("data-screen", "refund", timeout=FRAMES)
    flow.buyer(say).link(say("nav.back")).click()
    expect(current).to_have_attribute("data-screen", "order")
    expect(flow.visited.and_(flow.screen("refund"))).to_have_count(1)
    expect(flow.visited.and_(flow.screen("help"))).to_have_count(0)

    assert svg.read_text().startswith("<svg ")
    assert "order --> refund" in mermaid.read_text()


def test_words_and_looks_change_live_in_their_prototype_alone(
    buyer_page, one_order, words, tmp_path
):
    say = words("en")
    page = buyer_page.new_page(device="desktop")
    texts = WordsPage(page)
    texts.open()
    other = buyer_page(one_order(status="AWAITING_COLLECTION"), "lan")
    expect(texts.ready_frame).to_be_visible(timeout=FRAMES)
    shop = texts.buyer(say)
    expect(texts.tab).to_have_text(say("order.title"))
    why, english = say("why.open"), texts.cell("why.open", "en")
    expect(shop.button(why).first).to_be_visible()

    texts.search("why.open")
    english.focus()
    expect(shop.found.first).to_have_text(why)
    english.fill("What stops me?")
    expect(shop.button("What stops me?").first).to_be_visible()
    expect(other.get_by_text("What stops me?")).to_have_count(0)
    english.fill("{oops")
    expect(texts.findings("why.open", "en")).to_have_text("A brace is open or left over.")
    expect(shop.button(why).first).to_be_visible()
    assert_accessible(page)
    assert 'msgid "why.open"' in texts.download_po("en", tmp_path).read_text()

    texts.press_to_find.check()
    shop.text(say("order.title")).click()
    texts.cell("order.title", "en").fill("One order")
    expect(shop.text("One order")).to_be_visible()
    expect(texts.tab).to_have_text("One order")
    texts.look("orchard").click()
    expect(shop.root).to_have_attribute("data-brand", "orchard")
    texts.choose("pseudo", "keys")
    expect(shop.text("[status.AWAITING_COLLECTION]").first).to_be_visible()
    expect(shop.button("[why.open]").first).to_be_visible()


def test_a_recorded_walk_is_a_test_that_passes(buyer_page, portal, words, tmp_path):
    say = words("en")
    page = buyer_page.new_page(device="desktop")
    record = RecordPage(page)
    record.open()
    record.start("paid")
    shop = record.walk()
    expect(record.steps).to_have_count(1)

    detail, dialog = OrderDetailPage(shop, say), CancelDialog(shop, say)
    detail.start_cancel()
    dialog.choose_first_reason()
    dialog.send()
    expect(detail.title("result.cancelled.title")).to_be_visible()
    expect(record.steps).to_have_count(5)
    assert_accessible(page)
    record.stop()
    expect(record.bundle).to_be_visible(timeout=20_000)
    expect(record.pictures).to_have_count(5)
    with ZipFile(record.download_bundle(tmp_path)) as zipped:
        names = zipped.namelist()
        pictures = [zipped.read(f"test_paid/0{at}.png") for at in range(1, 6)]
        recorded = zipped.read("test_paid.py").decode()
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert len({*pictures}) >= 4  # each step looks another way; a choice may change a dot alone
    assert recorded == record.download_test(tmp_path).read_text()
    assert names[:2] == ["test_paid.py", "test_paid/steps.md"]
    file = tmp_path / "test_walk.py"
    file.write_text(recorded)
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


def test_a_hand_off_is_offered_and_made(buyer_page, tmp_path):
    page = buyer_page.new_page(device="desktop", theme="night")
    handoff = HandoffPage(page)
    handoff.open()
    expect(handoff.command).to_contain_text("handoff.zip --devices phone,desktop")
    for option in (
        handoff.device("desktop"),
        handoff.theme("day"),
        handoff.language("vi"),
        handoff.language("id"),
    ):
        option.uncheck()
    groups = [handoff.group(group) for group in Group if group not in {Group.OVER, Group.AROUND}]
    for group in groups:
        group.uncheck()
    expect(handoff.command).to_contain_text("--devices phone --themes night --languages en")
    handoff.group(Group.AROUND).uncheck()
    expect(handoff.counted(5)).to_be_visible()
    assert_accessible(page)
    with ZipFile(handoff.take_tables(tmp_path)) as tables:
        assert tables.namelist() == ["words.csv", "states.csv"]

    handoff.pack()
    expect(handoff.progress).to_be_visible()
    expect(handoff.file).to_be_visible(timeout=30_000)
    packed = handoff.take_file(tmp_path)
    with ZipFile(packed) as zipped:
        pictures = [name for name in zipped.namelist() if name.endswith(".png")]
        assert all(len(zipped.read(name)) > 15_000 for name in pictures)
        assert len(pictures) == 5
    assert packed.name == "handoff.zip"
