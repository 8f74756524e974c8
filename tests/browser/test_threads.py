"""Comments with their scripts: names are completed, and nothing that was typed is lost."""

import pytest
from playwright.sync_api import expect

from annotations.actions import comments
from annotations.models import Comment
from tests.cast import a_claim, published

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]

PHONE = {"width": 390, "height": 844}


def box(page):
    return page.locator("#comment-text")


def names(page):
    return page.get_by_role("listbox", name="Members").get_by_role("option")


def test_a_name_is_completed_with_the_keyboard(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{claim.pk}/")
    box(page).press_sequentially("Hello @")
    expect(names(page)).to_contain_text(["Bob", "Charlie", "Dana", "Erin", "Victor"])
    expect(page.locator("#live")).to_contain_text("5 names.")
    page.keyboard.press("ArrowDown")
    expect(names(page).nth(1)).to_have_attribute("aria-selected", "true")
    chosen = names(page).nth(1).get_attribute("id")
    expect(box(page)).to_have_attribute("aria-activedescendant", chosen)
    expect(box(page)).to_have_attribute("aria-controls", "mentions")
    page.keyboard.type("d")
    expect(names(page)).to_contain_text(["Dana"])
    expect(page.locator("#live")).to_have_text("1 name. Enter takes it.")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("Hello @Dana ")
    expect(names(page)).to_have_count(0)
    expect(box(page)).to_be_focused()
    assert box(page).get_attribute("aria-activedescendant") is None
    page.keyboard.type("and @ER")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#threads .mention")).to_have_text(["@Dana", "@Erin"])
    assert {user.name for user in Comment.objects.get().mentioned.all()} == {"Dana", "Erin"}


def test_the_list_of_names_can_be_put_away_and_clicked(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{claim.pk}/")
    box(page).press_sequentially("@ch")
    page.keyboard.press("Escape")
    expect(names(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("@ch\n")
    box(page).fill("")
    box(page).press_sequentially("mail@")
    expect(names(page)).to_have_count(0)
    box(page).press_sequentially(" @b")
    names(page).get_by_text("Bob", exact=True).last.click()
    expect(box(page)).to_have_value("mail@ @Bob ")
    expect(box(page)).to_be_focused()


def test_a_comment_leaves_a_half_written_verdict_alone_and_comes_back_no_more(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_label("Summary").fill("Half a sentence")
    box(page).fill("Which year?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#threads .comments")).to_contain_text("Which year?")
    expect(page.locator("#history")).to_contain_text("Alice commented: “Which year?”")
    expect(page.get_by_label("Summary")).to_have_value("Half a sentence")
    expect(box(page)).to_have_value("")
    page.reload()
    expect(box(page)).to_have_value("")


def test_a_draft_of_an_answer_comes_back_where_it_was(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    thread = comments.say(claim, by=newsroom.bob, text="Which year?")
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{claim.pk}/")
    answer = page.locator(f"#answer-{thread.pk}-text")
    page.get_by_text("Answer", exact=True).first.click()
    answer.fill("It is")
    page.reload()
    expect(answer).to_have_value("It is")
    expect(answer).to_be_visible()
    answer.press("Control+Enter")
    expect(page.locator("#threads .comments")).to_contain_text("It is")
    page.reload()
    expect(answer).to_have_value("")
    expect(answer).to_be_hidden()


def test_what_is_refused_stays_in_place_with_the_reason(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    thread = comments.say(claim, by=newsroom.bob, text="Which year?")
    page = page_for(newsroom.alice.user, expects=("422",))
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_text("Answer", exact=True).first.click()
    answer = page.locator(f"#answer-{thread.pk}-text")
    answer.fill("9" * 4001)
    answer.press("Control+Enter")
    expect(page.locator("#threads .field-error")).to_contain_text("at most 4,000 characters")
    expect(answer).to_have_value("9" * 4001)
    expect(answer).to_be_focused()
    answer.fill("2025")
    answer.press("Control+Enter")
    expect(page.locator("#threads .comments")).to_contain_text("2025")


def test_whoever_resolves_a_thread_is_told_and_stays_among_the_comments(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    comments.say(claim, by=newsroom.bob, text="Which year?")
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_role("button", name="Resolve").press("Enter")
    expect(page.locator("#messages")).to_contain_text("The thread is resolved.")
    expect(page.get_by_text("Which year?", exact=True)).to_be_hidden()
    expect(page.locator("#threads-title")).to_be_focused()
    page.get_by_text("1 resolved thread").click()
    expect(page.get_by_text("Which year?", exact=True)).to_be_visible()


def test_an_address_leads_to_a_comment_also_in_a_resolved_thread(page_for, newsroom):
    claim = published(newsroom).claim
    thread = comments.say(claim, by=newsroom.bob, text="Which year?")
    comments.resolve(thread, by=newsroom.alice)
    page = page_for(newsroom.alice.user, viewport=PHONE)
    page.goto(f"/claims/{claim.pk}/#comment-{thread.pk}")
    expect(page.locator(f"#comment-{thread.pk}")).to_be_in_viewport()


def test_without_scripts_a_name_is_typed_in_full_and_an_answer_is_given(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    comments.say(claim, by=newsroom.bob, text="Which year?")
    page = page_for(newsroom.alice.user, java_script_enabled=False)
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_text("Answer", exact=True).first.click()
    page.get_by_label("Answer to Bob").fill("@bob 2025")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#threads .mention")).to_have_text("@Bob")


def test_on_a_phone_comments_follow_the_claim_and_fingers_find_everything(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    comments.say(claim, by=newsroom.bob, text=f"https://port.example/{'9' * 200}")
    page = page_for(newsroom.alice.user, viewport=PHONE, has_touch=True)
    page.goto(f"/claims/{claim.pk}/")
    history = page.locator("#history").bounding_box()
    threads = page.locator("#threads").bounding_box()
    assert threads["y"] > history["y"] + history["height"]
    page.get_by_text("Answer", exact=True).first.tap()
    answer = page.get_by_label("Answer to Bob")
    answer.press_sequentially("@")
    targets = page.locator("#threads :is(button, summary), #mentions li").all()
    heights = [target.bounding_box()["height"] for target in targets if target.is_visible()]
    assert len(heights) >= 9
    assert min(heights) >= 44
    names(page).get_by_text("Dana", exact=True).last.tap()
    expect(answer).to_have_value("@Dana ")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
