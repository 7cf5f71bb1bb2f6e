"""What the browser selects in UTF-16 units is the same place in characters, whatever stands in the text."""

from hashlib import sha256

from incidents.models import Claim, SourceText
from tests.admin.session.support import article, session_of
from tests.browser.article import record
from tests.people import OWNER

STRANGE = (
    "  📰 Nota\u2028pagi 𝄞\r\n\r\n\t\n"
    "e\u0301 é \u202bשלום\u202c 👩‍👩‍👧‍👦 <b>tebal</b> &amp; ﬁ\u00a0akhir \r\n"
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh 🕊️🕊️\n"
    "\x0c formulir \ufeff BOM"
)
# Every place that begins and ends with a word: made into a range of the page, and read from it again.
ROUND_TRIP = """async () => {
  const { Article } = await import(document.querySelector("script[type=module]").src.replace(".js", "/article.js"));
  const article = new Article(document.getElementById("article"), () => {});
  const wrong = [];
  let tried = 0;
  const words = article.wordsAt;
  for (let first = 0; first < words.length; first += 1) {
    for (let last = first; last < words.length; last += 1) {
      const [start, end] = [words[first].start, words[last].end];
      const place = article.placeOf(article.rangeOf(start, end));
      tried += 1;
      if (place.start !== start || place.end !== end) wrong.push([start, end, place.start, place.end]);
    }
  }
  return { tried, wrong, words: words.map(({ start, end }) => [start, end]) };
}"""


def is_blank(character):
    """What JavaScript takes for a blank: Python's blanks, but for the separators of tables, and the mark of bytes."""
    return (character.isspace() and character not in "\x1c\x1d\x1e\x1f\x85") or character == "\ufeff"


def words_of(text):
    """Return the places of the words of a text, as Python counts."""
    places, start = [], None
    for at, character in enumerate(f"{text} "):
        if not is_blank(character) and start is None:
            start = at
        if is_blank(character) and start is not None:
            places.append([start, at])
            start = None
    return places


def test_every_place_is_the_same_in_browser_and_tracker(window):
    source = article(STRANGE)
    desk = window(OWNER)
    desk.go(session_of(source))
    desk.page.wait_for_selector("#desk-ready", state="attached")
    told = desk.page.evaluate(ROUND_TRIP)
    assert told["words"] == words_of(STRANGE)
    assert told["tried"] > 200 and told["wrong"] == []


def test_the_whole_text_selected_is_its_words(window):
    source = article(STRANGE)
    desk = window(OWNER)
    page = desk.page
    desk.go(session_of(source))
    page.wait_for_selector("#desk-ready", state="attached")
    page.evaluate("getSelection().selectAllChildren(document.getElementById('article'))")
    first, last = words_of(STRANGE)[0][0], words_of(STRANGE)[-1][1]
    page.locator("#selected", has_text=f"{first}–{last}").wait_for()
    page.focus("#article")
    page.evaluate("getSelection().selectAllChildren(document.getElementById('article'))")
    page.keyboard.press("i")
    page.keyboard.type("summ")
    page.keyboard.press("Control+Enter")
    assert record(page) == []
    (piece,) = Claim.objects.get().evidence
    kept = SourceText.objects.get().text
    assert (piece["start"], piece["end"]) == (first, last)
    assert piece["quote_sha256"] == sha256(kept[first:last].encode()).hexdigest()


def test_a_triple_click_takes_the_paragraph_and_no_more(window):
    source = article(STRANGE)
    desk = window(OWNER)
    desk.go(session_of(source))
    desk.page.wait_for_selector("#desk-ready", state="attached")
    desk.page.locator("#article p").nth(2).click(click_count=3)
    line = next(line for line in STRANGE.split("\n") if line.startswith("satu"))
    start = STRANGE.index(line)
    desk.page.locator("#selected", has_text=f"{start}–{start + len(line)}").wait_for()
