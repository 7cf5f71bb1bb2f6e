// The text on the left. The browser counts UTF-16 units, the tracker characters (code points): they are converted here.

const count = (text) => Array.from(text).length;
const BLANK = /\s/u;

/** The text of a source: what is selected in it, by mouse or by keys, and passages marked in it. */
export class Article {
  /** `changed` is called with each new place {start, end, paragraph, kind, words}. */
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    this.paragraphs = Array.from(root.querySelectorAll("p[data-start]"), (paragraph) => {
      const text = paragraph.querySelector(".text");
      const characters = Array.from(text.textContent);
      const start = Number(paragraph.dataset.start);
      const { number, kind } = paragraph.dataset;
      return { text, characters, start, end: start + characters.length, number: Number(number), kind };
    });
    this.wordsAt = this.paragraphs.flatMap(wordsOf);
    document.addEventListener("selectionchange", () => this.read());
    root.addEventListener("keydown", (event) => this.key(event));
  }

  read() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !this.root.contains(selection.anchorNode)) return;
    const place = this.placeOf(selection.getRangeAt(0));
    if (place) this.changed(place);
  }

  /** Return the place of a range, blanks at its ends left out; null where it holds no words. */
  placeOf(range) {
    const touched = this.paragraphs.filter(({ text }) => range.intersectsNode(text));
    let characters = [];
    for (const paragraph of touched) {
      const { text } = paragraph;
      const from = text.contains(range.startContainer) ? before(text, range.startContainer, range.startOffset) : 0;
      const to = text.contains(range.endContainer)
        ? before(text, range.endContainer, range.endOffset)
        : paragraph.characters.length;
      const inside = paragraph.characters.slice(from, to);
      characters = characters.concat(inside.map((character, n) => ({ character, at: paragraph.start + from + n })));
    }
    while (characters.length && BLANK.test(characters[0].character)) characters.shift();
    while (characters.length && BLANK.test(characters.at(-1).character)) characters.pop();
    if (!characters.length) return null;
    return this.place(characters[0].at, characters.at(-1).at + 1);
  }

  place(start, end) {
    const first = this.paragraphs.findLast((paragraph) => paragraph.start <= start) ?? this.paragraphs[0];
    return { start, end, paragraph: first.number, kind: first.kind, words: this.wordsIn(start, end) };
  }

  wordsIn(start, end) {
    return this.paragraphs
      .filter((paragraph) => paragraph.start < end && paragraph.end > start)
      .map((paragraph) => paragraph.characters.slice(Math.max(0, start - paragraph.start), end - paragraph.start).join(""))
      .join(" ");
  }

  /** Return the range of a place, null where it lies outside the text. */
  rangeOf(start, end) {
    const from = this.point(start, false);
    const to = this.point(end, true);
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }

  point(at, isEnd) {
    const paragraph = this.paragraphs.find(({ start, end }) => (isEnd ? start < at && at <= end : start <= at && at < end));
    if (!paragraph) return null;
    let left = at - paragraph.start;
    const nodes = document.createTreeWalker(paragraph.text, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const characters = Array.from(nodes.currentNode.data);
      if (left <= characters.length && (isEnd || left < characters.length)) {
        return [nodes.currentNode, characters.slice(0, left).join("").length];
      }
      left -= characters.length;
    }
    return null;
  }

  /** Mark places under a name; the browser paints them, the text itself stays as it is. */
  mark(name, places) {
    if (!window.CSS?.highlights) return;
    const ranges = places.map(({ start, end }) => this.rangeOf(start, end)).filter(Boolean);
    CSS.highlights.set(name, new Highlight(...ranges));
  }

  select(start, end) {
    const range = this.rangeOf(start, end);
    if (!range) return;
    const selection = document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
  }

  // --- by keys: arrows move word by word, with Shift they extend, comma and full stop move the end by a character

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.wordsAt.length) return;
    const { anchor, focus, place } = this.at();
    if (place && (event.key === "," || event.key === ".")) {
      event.preventDefault();
      const end = Math.max(place.start + 1, place.end + (event.key === "." ? 1 : -1));
      this.select(place.start, Math.min(end, this.paragraphs.at(-1).end));
      return;
    }
    const next = this.moved(event.key, focus);
    if (next === null) return;
    event.preventDefault();
    this.anchor = event.shiftKey && anchor >= 0 ? anchor : next;
    this.focus = next;
    const [first, last] = [this.anchor, this.focus].sort((one, other) => one - other).map((n) => this.wordsAt[n]);
    this.select(first.start, last.end);
  }

  moved(key, from) {
    const last = this.wordsAt.length - 1;
    const within = (number) => Math.max(0, Math.min(last, number));
    if (key === "ArrowRight") return within(from + 1);
    if (key === "ArrowLeft") return within(from - 1);
    if (key !== "ArrowDown" && key !== "ArrowUp") return null;
    const here = from < 0 ? -1 : this.wordsAt[from].paragraph;
    const number = key === "ArrowDown" ? here + 1 : here - 1;
    const found = this.wordsAt.findIndex(({ paragraph }) => paragraph === number);
    return found < 0 ? within(from) : found;
  }

  at() {
    const selection = document.getSelection();
    const inside = selection.rangeCount && !selection.isCollapsed && this.root.contains(selection.anchorNode);
    const place = inside ? this.placeOf(selection.getRangeAt(0)) : null;
    if (!place) return { anchor: -1, focus: -1, place };
    const first = this.wordsAt.findIndex(({ end }) => end > place.start);
    const last = this.wordsAt.findLastIndex(({ start }) => start < place.end);
    const known = this.anchor === first || this.anchor === last;
    const anchor = known ? this.anchor : first;
    return { anchor, focus: anchor === first ? last : first, place };
  }
}

function before(text, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(text);
  range.setEnd(node, offset);
  return count(range.toString());
}

function wordsOf(paragraph, number) {
  const found = [];
  let start = -1;
  paragraph.characters.concat(" ").forEach((character, at) => {
    if (!BLANK.test(character) && start < 0) start = at;
    if (BLANK.test(character) && start >= 0) {
      found.push({ start: paragraph.start + start, end: paragraph.start + at, paragraph: number });
      start = -1;
    }
  });
  return found;
}
