"""The text of an article in a session, handled as a curator does: words are selected with the mouse or the keys."""

from hashlib import sha256

from playwright.sync_api import Page

# Ours, written for the tests. Signs beyond the sixteen-bit plane stand before everything that is selected.
TEXT = (
    "Nota 📰 pagi 𝄞 dari Seoul\n"
    "\n"
    "SEOUL 🕊️ – Kemlu meminta Dubes Rusia Georgy Zinoviev datang pada hari Senin, 21 Oktober 2024.\n"
    "Di sana Kim Hong-kyun menuntut agar semua prajurit pulang; <b>Rudi Uji</b> mencatatnya.\n"
)

FIND = """([words, number]) => {
  const nodes = [];
  let whole = "";
  for (const text of document.querySelectorAll("#article .text")) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) { nodes.push([whole.length, walker.currentNode]); whole += walker.currentNode.data; }
    whole += "\\n";
  }
  let at = -1;
  for (let turn = 0; turn <= number; turn += 1) at = whole.indexOf(words, at + 1);
  if (at < 0) throw new Error(`no “${words}” in the text`);
  const point = (place) => {
    const [from, node] = nodes.findLast(([start]) => start <= place);
    return [node, place - from];
  };
  const range = document.createRange();
  range.setStart(...point(at));
  const [node, offset] = point(at + words.length - 1);
  range.setEnd(node, offset + 1);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  const boxes = Array.from(range.getClientRects()).filter((box) => box.width > 0);
  const [first, last] = [boxes[0], boxes.at(-1)];
  return [first.left + 0.3, first.top + first.height / 2, last.right - 0.3, last.top + last.height / 2];
}"""


def select(page: Page, words: str, number: int = 0) -> None:
    """Select words with the mouse; `number` counts where they stand several times."""
    left, top, right, bottom = page.evaluate(FIND, [words, number])
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=3)
    page.mouse.up()
    page.locator("#selected", has_text=words).wait_for()


def place_of(words: str, text: str = TEXT) -> dict[str, object]:
    """Return where words stand in a text, as evidence says it: characters, end exclusive, and the hash."""
    start = text.index(words)
    return {
        "start": start,
        "end": start + len(words),
        "quote_sha256": sha256(words.encode()).hexdigest(),
    }


def pick(page: Page, words: str | None = None) -> None:
    """Take the record that is offered first, after typing words where they are not there yet."""
    if words is not None:
        page.keyboard.type(words)
    page.wait_for_selector(":focus[aria-expanded=true]")
    page.keyboard.press("Enter")


def record(page: Page) -> list[dict]:
    """Record everything; return what stands in the way. Where nothing does, the page has been loaded anew."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as waiting:
        page.keyboard.press("Control+Enter")
    if not waiting.value.ok:
        return waiting.value.json()["problems"]
    page.wait_for_url("**/session/")
    page.wait_for_selector("#desk-ready", state="attached")
    return []
