"""The app as people use it: each person's way through, in both languages, on a phone and on a desktop."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browsing import DESKTOP, HOMES, PHONE, Visit

# Who it is, how they come in, what is true of them, and the urgency that the evidence demands.
PEOPLE: list[tuple[str, str, dict[str, Any], str]] = [
    ("somebody who injects, with a hot soft lump", "mark", {"mark_present": True, "lump": True, "soft_lump": True, "warm": True, "pain": True, "pus": True, "swelling": True, "injected_here": True, "injected_recently": True, "site": ["forearm"], "lump_cm": 3}, "today"),
    ("a mother who saw old pale scars", "worried", {"mark_present": True, "pale_scar": True, "marks_follow_vein": True, "injected_ever": True}, "routine"),  # calm scars are for home; vaccines that were never had are due
    ("somebody who shared a needle last night", "exposed", {"who": "self", "shared_equipment": True, "injected_recently": True, "injected_ever": True, "hours_since_sharing": 14}, "today"),
    ("somebody who stopped drinking and shakes", "stop", {"who": "self", "stopped_alcohol": True, "tremor": True, "seeing_things": True}, "emergency"),
    ("an outreach worker with a participant whose groin swells and beats", "outreach", {"mark_present": True, "lump": True, "swelling": True, "pain": True, "lump_pulsing": True, "injected_here": True, "injected_recently": True, "site": ["groin"]}, "emergency"),
]  # fmt: skip


@pytest.mark.parametrize("visit", [PHONE, DESKTOP], indirect=True, ids=["phone", "desktop"])
@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize(("who", "way", "told", "urgency"), PEOPLE, ids=[p[1] for p in PEOPLE])
def test_each_person_gets_from_start_to_result(
    visit: Visit, home: str, who: str, way: str, told: dict[str, Any], urgency: str
) -> None:
    visit.go(home)
    visit.start(way)
    visit.through(told)
    assert visit.urgency() == urgency, who
    assert visit.page.locator(".wm-steps--do li").count() > 0
    assert visit.page.locator(".wm-steps--watch li").count() > 0 or urgency == "emergency"
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    assert width <= visit.page.viewport_size["width"], "nothing hangs over the side"  # type: ignore[index]


def test_danger_is_answered_on_its_own_page_without_a_script(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page: Page = context.new_page()
    page.goto(address)
    page.click("text=/Yes, show me/")
    expect(page.locator("h1")).to_have_text("Danger now")
    expect(page.locator("a.wm-call")).to_have_attribute("href", "tel:911")
    page.locator("summary").first.click()
    expect(page.locator("details[open] ol li").first).to_be_visible()
    context.close()


def test_danger_in_the_check_is_the_result_at_once(visit: Visit) -> None:
    visit.go()
    visit.start("mark")
    assert visit.through({"unresponsive": True}) == 1
    assert visit.urgency() == "emergency"
    expect(visit.page.locator('a[href="tel:911"]').first).to_be_visible()


def test_back_keeps_the_answers_and_forward_returns(visit: Visit) -> None:
    visit.go()
    visit.start("mark")
    visit.answer({})
    second = visit.page.locator("h1").inner_text()
    visit.page.check("input[value=self]") if visit.page.locator("input[value=self]").count() else visit.page.check(
        'input[name="none"]'
    )
    visit.page.click("form button[type=submit]")
    visit.page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=second)
    third = visit.page.locator("h1").inner_text()
    visit.page.go_back()
    expect(visit.page.locator("h1")).to_have_text(second)
    assert visit.page.locator("input:checked").count() == 1
    visit.page.go_forward()
    expect(visit.page.locator("h1")).to_have_text(third)
    visit.page.locator(".nhsuk-back-link").click()
    expect(visit.page.locator("h1")).to_have_text(second)


def test_an_empty_answer_is_named_and_nothing_is_lost(visit: Visit) -> None:
    visit.go()
    visit.start("mark")
    visit.page.click("form button[type=submit]")
    expect(visit.page.locator(".nhsuk-error-summary")).to_be_focused()
    visit.page.click(".nhsuk-error-summary a")
    assert visit.page.evaluate("document.activeElement.tagName") == "INPUT"


def test_an_answer_can_be_changed_from_the_result(visit: Visit) -> None:
    visit.go()
    visit.start("mark")
    visit.through(
        {"mark_present": True, "redness": True, "pain": True, "injected_here": True, "site": ["forearm"], "fever": True}
    )
    before = visit.urgency()
    visit.page.click(".wm-said summary")
    visit.page.locator(".wm-answers li", has_text="lips").locator("button").click()
    visit.page.check("#answer-true")
    visit.page.click("form button[type=submit]")
    visit.page.wait_for_selector("article.wm-result")
    assert before != "emergency"
    assert visit.urgency() == "emergency"


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    page = visit.page
    visit.go()
    page.focus('[data-way="mark"]')
    page.keyboard.press("Enter")
    page.wait_for_selector("form fieldset")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name === 'none'"):
            break
    page.keyboard.press("Space")
    heading = page.locator("h1").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=heading)


def test_temperature_in_fahrenheit_reaches_the_fever_line(visit: Visit) -> None:
    """100.4 °F is 38.0 °C, where fever begins; 100.3 °F is below it."""
    page = visit.page
    visit.go()
    shown = page.evaluate(
        "async () => { const u = await import(new URL('units.js', document.querySelector('script[type=module]').src)); return [u.toOwn(100.4, '°C', true), u.toOwn(100.3, '°C', true), u.number('38,6'), u.number('x')]; }"
    )
    assert shown[0] == 38.0
    assert shown[1] < 38.0
    assert shown[2] == 38.6
    assert shown[3] != shown[3]


def test_the_body_can_be_tapped_or_chosen_from_the_list(visit: Visit) -> None:
    visit.go()
    visit.start("mark")
    for _ in range(6):
        if visit.page.locator(".wm-body").count():
            break
        visit.answer({"mark_present": True, "redness": True})
    visit.page.wait_for_selector(".wm-body [data-site=forearm]")
    visit.page.wait_for_function("document.querySelectorAll('.wm-body svg').length === 2")
    x, y, *_ = visit.body()["forearm"][0]
    visit.page.evaluate("y => scrollTo(0, y - 200)", y)
    visit.page.mouse.click(x, y - visit.page.evaluate("scrollY"))
    expect(visit.page.locator("#o-forearm")).to_be_checked()
    visit.page.locator("label[for=o-forearm]").click()
    expect(visit.page.locator(".wm-body .is-on")).to_have_count(0)


def test_leaving_replaces_the_page_and_back_shows_nothing(visit: Visit) -> None:
    page = visit.page
    visit.go()
    visit.go("learn/index.html")
    visit.go()
    visit.start("mark")
    visit.answer({})
    page.click("[data-leave]")
    page.wait_for_url("**/leave.html")
    assert "Waymend" not in page.content()
    for _ in range(3):
        page.go_back()
        page.wait_for_url("**/leave.html")
        assert "Waymend" not in page.locator("body").inner_text()


def test_three_presses_of_shift_leave(visit: Visit) -> None:
    visit.go()
    for _ in range(3):
        visit.page.keyboard.press("Shift")
    visit.page.wait_for_url("**/leave.html")


def test_after_leaving_the_app_can_be_opened_anew(visit: Visit) -> None:
    visit.go()
    visit.page.click("[data-leave]")
    visit.page.wait_for_url("**/leave.html")
    visit.go()
    expect(visit.page.locator("h1")).to_be_visible()


def test_it_works_with_the_network_cut_after_the_first_visit(visit: Visit) -> None:
    page = visit.page
    visit.go()
    page.wait_for_selector("html[data-kept]")
    visit.context.set_offline(True)
    visit.go()
    visit.start("mark")
    visit.through({"mark_present": True, "lump": True, "warm": True, "pus": True, "pain": True, "injected_here": True})
    assert visit.urgency() == "today"
    visit.go("learn/abscess.html")
    expect(page.locator("h1")).to_contain_text("bscess")
    visit.context.set_offline(False)


def test_nothing_leaves_and_nothing_stays(visit: Visit) -> None:
    """Silence: no request beyond the origin, none after load that carries an answer, and nothing kept."""
    page = visit.page
    visit.go()
    visit.start("exposed")
    visit.through({"who": "self", "shared_equipment": True, "hours_since_sharing": 14, "suicidal_thoughts": False})
    assert page.url.rstrip("/") == visit.base.rstrip("/")
    for made in visit.requests:
        assert made.url.startswith(visit.base), made.url
        assert made.method == "GET"
        assert "?" not in made.url
        assert made.post_data is None
    kept = page.evaluate(
        "async () => ({local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie, bases: (await indexedDB.databases()).map(b => b.name), state: history.state})"
    )
    assert kept["local"] == {}
    assert kept["session"] == {}
    assert kept["cookies"] == ""
    assert kept["bases"] == []
    assert set(kept["state"]) == {"page"}
    assert visit.context.cookies() == []


def test_the_result_prints_on_one_sheet(visit: Visit, tmp_path: Any) -> None:
    visit.go()
    visit.start("mark")
    visit.through(PEOPLE[0][2])
    pdf = visit.page.pdf(format="Letter")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") in (1, 2)


def test_the_result_can_be_copied_as_text(visit: Visit) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.go()
    visit.start("mark")
    visit.through(PEOPLE[0][2])
    visit.page.get_by_role("button", name="Copy as text").click()
    expect(visit.page.locator("[role=status]", has_text="Copied")).to_be_visible()
    text = visit.page.evaluate("navigator.clipboard.readText()")
    assert "What to do" in text
    assert "not a diagnosis" in text


def test_the_language_can_be_changed_anywhere(visit: Visit) -> None:
    visit.go("learn/abscess.html")
    visit.page.click(".wm-header__lang")
    assert visit.page.url.endswith(f"{HOMES[1]}learn/abscess.html")
    visit.page.click(".wm-header__lang")
    assert visit.page.url.endswith("/learn/abscess.html")
    assert f"/{HOMES[1]}" not in visit.page.url


def test_the_search_answers_on_the_device(visit: Visit) -> None:
    visit.go("learn/index.html")
    visit.page.fill("#search", "do track marks ever go away")
    visit.page.click("[data-search] button")
    expect(visit.page.locator("[data-found] li a").first).to_be_visible()
    visit.page.fill("#search", "how do I file my taxes")
    visit.page.click("[data-search] button")
    expect(visit.page.locator("[data-found]")).to_contain_text("no answer to that")


def test_places_near_are_worked_out_on_the_device(visit: Visit) -> None:
    page = visit.page
    visit.go("find.html")
    page.wait_for_selector("#near")
    page.fill("#near", "627")
    page.click("[data-find] button[type=submit]")
    expect(page.locator("[data-find] [role=alert]")).to_contain_text("5 digits")
    before = len(visit.requests)
    page.fill("#near", "62701")
    page.select_option("#need", "ssp")
    page.click("[data-find] button[type=submit]")
    expect(page.locator(".wm-places").first.locator("h3")).to_have_text(["Near Exchange", "Far Clinic"])
    expect(page.locator(".wm-place").nth(1)).to_contain_text("Payment is not known")
    for made in visit.requests[before:]:
        assert made.url.startswith(visit.base)
        assert "62701" not in made.url, "the place stays on the device; a tile names a region"
    page.select_option("#need", "wound_care")
    page.fill("#near", "Springfield, IL")
    page.click("[data-find] button[type=submit]")
    expect(page.locator(".wm-places").first.locator("h3")).to_have_text(["Near Exchange"])
    may = page.locator(".wm-places").nth(1)
    expect(may.locator("h3")).to_have_text(["Old Drop In"])
    expect(may).to_contain_text("It is old")
    page.click("summary >> text=More choices")
    page.select_option("#speaks", "es")
    page.click("[data-find] button[type=submit]")
    expect(page.locator(".wm-places").first.locator("h3")).to_have_text(["Near Exchange"])


def test_the_result_searches_for_what_it_asks_for(visit: Visit) -> None:
    """The needs go from the result to the search in the page's memory, and stand in no address."""
    page = visit.page
    visit.go()
    visit.start("mark")
    visit.through(PEOPLE[0][2])
    page.click("text=Find places near you")
    page.fill("#near", "62701")
    expect(page.locator("#need")).not_to_have_value("")
    before = len(visit.requests)
    page.click(".wm-find button[type=submit]")
    expect(page.locator(".wm-place h3").first).to_be_visible()
    assert all("/places/" in made.url and "wound" not in made.url for made in visit.requests[before:])
    assert page.url == visit.base


def test_places_print_with_what_to_say(visit: Visit) -> None:
    page = visit.page
    visit.go("find.html")
    page.fill("#near", "62701")
    page.click("[data-find] button[type=submit]")
    page.evaluate("window.print = () => { window.printed = true }")
    page.click("text=Print these places")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator(".wm-place h3").first).to_be_visible()
    expect(page.locator(".wm-finder > div > section h4").first).to_be_visible()
    expect(page.locator("#near")).to_be_hidden()
    expect(page.locator(".wm-header")).to_be_hidden()


def test_what_is_typed_is_shown_and_can_be_put_right(visit: Visit) -> None:
    page = visit.page
    visit.go()
    visit.start("mark")
    page.click("text=Say it in your own words")
    expect(page.locator("h1")).to_have_text("What happened, and what do you see or feel?")
    page.fill("#typed", "asdf qwerty")
    page.click("text=Read it")
    expect(page.locator("[role=status]")).to_contain_text("Nothing in that was understood")
    before = len(visit.requests)
    page.fill(
        "#typed",
        "missed a shot in my thigh 3 days ago, now theres a hot lump size of a golf ball, no fever, my brother had sepsis",
    )
    page.click("text=Read it")
    expect(page.locator("h1")).to_have_text("Is this right?")
    rows = page.locator(".nhsuk-checkboxes__item")
    expect(page.locator("label[for]", has_text="warm").filter(has_text="hot lump")).to_have_count(1)
    expect(rows.filter(has_text="fever: No")).to_have_count(1)
    expect(rows.filter(has_text="4.3 cm")).to_have_count(1)
    expect(rows.filter(has_text="sepsis")).to_have_count(0)
    page.uncheck("input[value=fever]")
    page.click("text=Yes, go on")
    page.wait_for_selector("form fieldset")
    page.click("text=See the result now")
    expect(page.locator(".wm-care--today")).to_be_visible()
    page.click("summary >> text=Your answers")
    expect(page.locator(".wm-answers")).to_contain_text("thigh")
    expect(page.locator(".wm-answers")).not_to_contain_text("fever: No")
    for made in visit.requests[before:]:
        assert made.method == "GET"
        assert "golf" not in made.url
    assert page.url == visit.base


def test_danger_that_is_typed_is_answered_at_once(visit: Visit) -> None:
    page = visit.page
    visit.go()
    visit.start("worried")
    page.click("text=Say it in your own words")
    page.fill("#typed", "shes blue not breathing wont wake up help")
    page.click("text=Read it")
    expect(page.locator(".wm-care--emergency")).to_be_visible()
    expect(page.locator('a[href="tel:911"]').first).to_be_visible()


def test_words_that_sound_worse_than_their_signs_are_answered_as_they_sound(visit: Visit) -> None:
    page = visit.page
    visit.go()
    visit.start("worried")
    page.click("text=Say it in your own words")
    told = "my mate looks like a candle, wax like, and he wont answer the door properly, just a noise"
    page.fill("#typed", told)
    page.click("text=Read it")
    expect(page.locator(".wm-care--emergency")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("Your words are like those of people who needed help at once")
    page.go_back()
    page.click("text=Say it in your own words")
    page.fill("#typed", "I noticed some dots on my arm and wondered how long they take to go")
    page.click("text=Read it")
    expect(page.locator("h1")).to_have_text("Is this right?")
    expect(page.locator("input[value=sounds_like]")).to_have_count(0)


def test_a_questionnaire_is_scored_on_the_device(visit: Visit) -> None:
    visit.go("screens/phq2.html")
    visit.page.wait_for_selector(".wm-screen fieldset")
    visit.page.click(".wm-screen button[type=submit]")
    expect(visit.page.locator(".nhsuk-error-summary")).to_be_visible()
    for part in visit.page.locator(".wm-screen fieldset").all():
        part.locator("input").last.check()
    visit.page.click(".wm-screen button[type=submit]")
    expect(visit.page.locator(".nhsuk-inset-text h2")).to_have_text("Score: 6")


def test_the_journal_locks_unlocks_and_goes(visit: Visit) -> None:
    page = visit.page
    visit.go("journal.html")
    page.fill("#pass", "short")
    page.fill("#again", "short")
    page.click("[data-journal] button[type=submit]")
    expect(page.locator("[role=alert]")).to_contain_text("at least 8")
    page.fill("#pass", "blue river stone")
    page.fill("#again", "blue river stone")
    page.click("[data-journal] button[type=submit]")
    for date, width in (("2026-11-01", "2"), ("2026-11-03", "4")):
        page.wait_for_selector("#m-redness")
        page.fill("#date", date)
        page.fill("#place", "left arm")
        page.fill("#m-redness", width)
        page.click("[data-journal] button[type=submit]")
        page.wait_for_selector("text=Saved")
    assert page.locator(".wm-care").first.get_attribute("class").split("wm-care--")[1] in ("today", "emergency"), (
        "redness that spreads"
    )  # type: ignore[union-attr]
    raw = page.evaluate(
        "() => new Promise(done => { const o = indexedDB.open('waymend-journal'); o.onsuccess = () => { const g = o.result.transaction('entries').objectStore('entries').getAll(); "
        "g.onsuccess = () => done(g.result.map(e => new TextDecoder('latin1').decode(e.data)).join('')); }; })"
    )
    assert "left arm" not in raw
    assert "2026-11" not in raw
    page.reload()
    page.wait_for_selector("#pass")
    page.fill("#pass", "wrong wrong wrong")
    page.click("[data-journal] button[type=submit]")
    expect(page.locator("[role=alert]")).to_contain_text("does not open")
    page.fill("#pass", "blue river stone")
    page.click("[data-journal] button[type=submit]")
    page.wait_for_selector("text=left arm")
    page.get_by_role("button", name="Delete everything").click()
    page.wait_for_selector("text=gone from this device")
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
