"""What it costs to code the core of seed 001: the summons of October with its parties, and six statements in it.

Keys, typed characters and selections are counted as a person makes them; the time follows from them by the figures of
the keystroke-level model (K 0.28 s, a selection with the mouse 2.6 s, M 1.35 s before each unit). Reading comes on top.
"""

import sys

from incidents.imports.articles import attach_folder
from incidents.models import Source
from tests.admin.session.support import session_of
from tests.browser.article import record
from tests.browser.support import events_since, head, types_of
from tests.people import OWNER

KEY, SELECTION, THINKING = 0.28, 2.6, 1.35  # seconds
BOX = """([start, end]) => {
  const point = (at, isEnd) => {
    const line = Array.from(document.querySelectorAll("#article p"), (p) => [Number(p.dataset.start), p])
      .findLast(([from]) => (isEnd ? from < at : from <= at));
    const walker = document.createTreeWalker(line[1].querySelector(".text"), NodeFilter.SHOW_TEXT);
    let left = at - line[0];
    while (walker.nextNode()) {
      const characters = Array.from(walker.currentNode.data);
      if (left <= characters.length) return [walker.currentNode, characters.slice(0, left).join("").length];
      left -= characters.length;
    }
    throw new Error(`no character ${at}`);
  };
  const range = document.createRange();
  range.setStart(...point(start, false));
  range.setEnd(...point(end, true));
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  const boxes = Array.from(range.getClientRects()).filter((box) => box.width > 0);
  const [first, last] = [boxes[0], boxes.at(-1)];
  return [first.left + 0.3, first.top + first.height / 2, last.right - 0.3, last.top + last.height / 2];
}"""

# (what is said, who says it, the main act as it is typed, the gist): places in the article as the seeds have them.
STATEMENTS = (
    ((499, 611), (409, 446), "protest", "The ministry protests against the dispatch of troops to Russia"),
    ((955, 1011), (894, 907), "demand", "Kim demands that the troops leave Russia at once"),
    ((1244, 1415), (894, 907), "accuse", "Kim says taking part in the war breaks UN resolutions"),
    ((1419, 1547), (894, 907), "condemn", "Kim condemns the military cooperation as illegal"),
    ((1590, 1764), (894, 907), "vow", "Kim announces a response with all means, jointly with others"),
    ((1800, 1942), (1768, 1776), "defend", "Zinoviev calls the cooperation lawful and not aimed at Seoul"),
)


class Hand:
    """Works the page as a person does, and counts."""

    def __init__(self, page):
        self.page = page
        self.keys = self.characters = self.selections = 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.characters += len(text)

    def select(self, start, end):
        left, top, right, bottom = self.page.evaluate(BOX, [start, end])
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom, steps=3)
        self.page.mouse.up()
        self.page.locator("#selected", has_text=f"{start}–{end}").wait_for()
        self.selections += 1

    def pick(self, words=""):
        self.type(words)
        self.page.wait_for_selector(":focus[aria-expanded=true]")
        self.press("Enter")

    @property
    def seconds(self):
        units = self.selections + self.keys / 2  # one thought for each selection and each pair of keys
        return (self.keys + self.characters) * KEY + self.selections * SELECTION + units * THINKING


def code_the_incident(hand):
    hand.select(447, 482)
    hand.press("i")
    hand.type("summ")
    hand.select(483, 498)
    hand.press("d")
    hand.type("2024-10-21")
    hand.press("Tab")
    hand.type("relative to pub")
    hand.select(894, 907)
    hand.press("p")
    hand.pick()
    hand.press("Tab")
    hand.press("Tab")
    hand.pick("first vice")
    hand.select(935, 950)
    hand.press("p")
    hand.pick()
    hand.press("Tab")
    hand.press("Tab")
    hand.pick("ambassador of russia")
    hand.press("Control+Enter")


def test_the_core_of_seed_001_takes_few_keys(window, seeded, seed_articles, capsys):
    attach_folder(seed_articles)
    source = Source.objects.get(file__startswith="001")
    desk = window(OWNER)
    desk.go(session_of(source))
    desk.page.wait_for_selector("#desk-ready", state="attached")
    before, hand = head(), Hand(desk.page)
    code_the_incident(hand)
    for said, speaker, act, gist in STATEMENTS:
        hand.select(*said)
        hand.press("s")
        hand.select(*speaker)
        hand.press("p")
        hand.pick()
        hand.press("Control+ArrowDown")
        hand.type(act)
        hand.press("Control+ArrowDown")
        hand.type(gist)
        hand.press("Control+Enter")
    hand.keys += 1
    assert record(desk.page) == []

    events = events_since(before)
    assert types_of(events) == ["IncidentOpened", *["StatementRecorded"] * 6]  # the article counts as coded already
    acts = [claim["value"] for event in events for claim in event.data["claims"] if claim["property"] == "act"]
    assert acts == ["PROTEST_OFFICIAL", "DEMAND", "ACCUSE", "CONDEMN", "VOW_RESPONSE", "DEFEND"]
    reports = [event.data["reports"][0] for event in events[1:]]
    assert [(report["start"], report["end"]) for report in reports] == [said for said, *_rest in STATEMENTS]
    offices = [claim["value"].get("office") for claim in events[0].data["claims"] if "participant" in claim["property"]]
    assert len(offices) == 2 and all(offices)

    with capsys.disabled():
        sys.stdout.write(
            f"\nseed 001: {hand.selections} selections, {hand.keys} keys, {hand.characters} characters typed"
            f" ({sum(len(gist) for *_rest, gist in STATEMENTS)} of them gists),"
            f" {hand.seconds / 60:.1f} minutes of handling by the keystroke-level model\n"
        )
    assert hand.selections <= 20 and hand.keys <= 60 and hand.characters <= 500
