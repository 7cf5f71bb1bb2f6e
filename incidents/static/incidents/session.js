// The article session: reads what the page says, and lets text, list, open item and ending work together.

import { Article } from "./session/article.js";
import { Basket } from "./session/basket.js";
import { announce, announceIn, element, say, useWords } from "./session/dom.js";
import { Editor } from "./session/editor.js";
import { Ending } from "./session/ending.js";
import { Store } from "./session/store.js";

const byId = (id) => document.getElementById(id);

class Desk {
  constructor(page) {
    this.page = page;
    this.store = new Store(page);
    this.problems = [];
    this.place = null;
    this.text = byId("article");
    this.article = this.text ? new Article(this.text, (place) => this.selected(place)) : null;
    this.editor = new Editor(this, byId("editor"));
    this.basket = new Basket(this, byId("basket"));
    this.ending = new Ending(this, byId("ending"));
    this.listen();
    this.render();
    (this.text ?? byId("tools").querySelector("button")).focus({ preventScroll: true });
    if (this.store.restored) announce(say("restored", { count: this.store.restored }));
  }

  listen() {
    for (const made of document.querySelectorAll("button[data-act]")) {
      made.addEventListener("click", () => this.act(made.dataset.act));
    }
    for (const known of document.querySelectorAll("button[data-place]")) {
      known.addEventListener("click", () => this.selected(JSON.parse(known.dataset.place)));
    }
    byId("by-hand")?.addEventListener("submit", (event) => { event.preventDefault(); this.byHand(event.target); });
    this.text?.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const found = document.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!found) return;
      event.preventDefault();
      this.act(found.dataset.act);
    });
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("pagehide", () => this.store.save());
  }

  key(event) {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      if (this.store.open) this.finish();
      else this.ending.send();
    }
    if (event.key === "Escape" && byId("desk").contains(event.target) && event.target !== this.text) this.text?.focus({ preventScroll: true });
  }

  // --- places

  selected(place) {
    this.place = place;
    byId("selected").textContent = [this.placeText(place), place.words].filter(Boolean).join(": ");
    this.article?.mark("session-current", [place]);
  }

  placeText(place) {
    return say(place.start === null ? "place_paragraph" : "place", place);
  }

  /** Take a place that was written down, where the text is not held. */
  byHand(form) {
    const number = (name) => (form.elements[name].value === "" ? null : Number(form.elements[name].value));
    const { words, kind } = form.elements;
    this.selected({ paragraph: number("paragraph"), start: number("start"), end: number("end"), kind: kind.value, words: words.value });
    announce(byId("selected").textContent);
  }

  // --- what a key or button does

  act(name) {
    const { store } = this;
    const item = store.open;
    if (["incident", "statement", "actor"].includes(name)) this.begin(name);
    else if (name === "source") this.begin("source", { about: { kind: "wire", published_basis: "explicit" } });
    else if (name === "claim") this.begin("claim");
    else if (name === "name") this.begin("claim", { record_kind: "actor", fixed: "actor" }, "name");
    else if (name === "report") this.begin("report");
    else if (name === "credit") this.begin("credit", { basis: "text" });
    else if (name === "evidence") this.editor.use(item?.rows.find((row) => row.id === this.editor.row) ?? null);
    else if (name === "person" && item) this.fillRow(item, item.kind === "statement" ? "speaker" : "participant");
    else if (name === "date" && item) this.fillRow(item, "date");
    else if (name === "end") byId("ending").querySelector("[name=outcome]:checked").focus();
    else if (name === "help") byId("shortcuts").open = !byId("shortcuts").open;
    else announce(say("open_first"));
  }

  begin(kind, more = {}, property = null) {
    const { store, place } = this;
    const item = store.add(kind, place ? { ...place } : null, more);
    if (property) {
      const row = store.row(more.record_kind, property);
      row.given.text = place?.words ?? "";
      item.rows.push(row);
    }
    for (const row of item.rows) this.defaults(item, row);
    if (kind === "actor") item.rows[0].given.text = place?.words ?? "";
    this.editor.row = null;
    this.changed(item);
    this.render(true);
  }

  /** Go to a row of the open item, or add it, with the selection as what it rests on. */
  fillRow(item, code) {
    if (!this.store.property(item.record_kind, code)) return announce(say("open_first"));
    const empty = (row) => row.property === code && !row.passages.length && !this.main(item, row)?.length;
    const found = item.rows.find((row) => (code === "participant" ? empty(row) : row.property === code));
    this.editor.use(found ?? this.editor.addRow(item, code));
    return null;
  }

  main(item, row) {
    return row.given[this.store.property(item.record_kind, row.property).parts[0].name];
  }

  /** Give a row what it most likely holds: the incident at hand, the usual roles of a type. */
  defaults(item, row) {
    if (item.kind === "statement" && row.property === "incident" && !row.given.value) {
      const incident = this.store.items.findLast((other) => other.kind === "incident");
      row.given.value = incident?.record ?? "";
    }
    if (item.kind === "incident" && row.property === "participant" && (row.given.role || "") === (row.usual ?? "")) {
      const type = item.rows.find((other) => other.property === "type")?.given.value;
      const number = item.rows.filter((other) => other.property === "participant").indexOf(row);
      row.usual = this.page.roles[type]?.[number] ?? "";
      row.given.role = row.usual;
      const input = byId(this.id(item, row, "role"));
      if (input) input.value = row.given.role;
    }
  }

  /** Open a new actor beside the open item; it rests on the passage in which it was found. */
  register(name, part, row) {
    const open = this.store.open;
    const place = row.passages.at(-1) ?? open.passages.at(-1) ?? this.place;
    const item = this.store.add("actor", place ? { ...place } : null, { actor_kind: part.of?.[0] ?? "person" });
    item.rows[0].given.text = name;
    this.store.state.open = open.id;
    this.changed(item);
    announce(say("registered", { name }));
    return item;
  }

  changed(item, row = null, part = null) {
    if (part) this.problems = this.problems.filter((problem) => problem.row !== row.id || problem.part !== part.name);
    if (item.kind === "incident" && row?.property === "type") item.rows.forEach((other) => this.defaults(item, other));
    const title = byId(this.id(item, null, `title-${this.page.language}`));
    if (title && item.kind === "incident") title.placeholder = this.store.suggested(item) || say("title_suggested");
    if (!this.store.save()) announce(say("not_kept"));
    this.basket.render();
    this.article?.mark("session-basket", this.store.places());
  }

  finish() {
    this.store.state.open = "";
    this.store.save();
    this.render();
    announce(say("in_the_list", { count: this.store.items.length }));
    (this.text ?? byId("basket-title")).focus({ preventScroll: true });
  }

  edit(item) {
    this.store.state.open = item.id;
    this.editor.row = null;
    this.render(true);
  }

  /** Show what stands in the way, and go there. */
  refused() {
    const first = this.problems[0];
    if (first?.item) this.store.state.open = first.item;
    this.render();
    const places = document.querySelectorAll("#editor [aria-invalid], #editor .errors, #basket .errors, #ending .errors");
    const target = places[0]?.closest(".row")?.querySelector("[aria-invalid], input, select, textarea") ?? places[0];
    if (target) {
      if (target.matches(".errors")) target.tabIndex = -1;
      target.focus();
    }
    announce(this.problems.map((problem) => problem.message).join(" "));
  }

  /** Record ours on top of what others recorded in between. */
  onTop(problem) {
    if (problem.record === this.page.source.id) this.store.state.version = problem.actual;
    for (const item of this.store.items) if (item.record === problem.record) item.version = problem.actual;
    this.ending.send();
  }

  // --- showing

  id(item, row, part) {
    return `f-${item.id}-${row?.id ?? "item"}-${part}`;
  }

  problemsAt(item, row, part, first = true) {
    const known = part === "title" && !first ? [] : this.problems;
    return known.filter((problem) => problem.item === item.id && (problem.row ?? "") === (row?.id ?? "") && problem.part === part);
  }

  /** Draw everything anew; `focus` is the id of the field to go to, or true for the first one of the open item. */
  render(focus = null) {
    this.editor.render();
    this.basket.render();
    this.ending.render();
    this.article?.mark("session-basket", this.store.places());
    const editor = byId("editor");
    const first = () => editor.querySelector(".head [role=combobox]") ?? editor.querySelector(".row select, .row input, .row textarea") ?? editor.querySelector("input, select");
    const target = focus === true ? first() : focus && byId(focus);
    target?.focus();
    if (this.searching) {
      byId(this.searching)?.dispatchEvent(new Event("search-now"));
      this.searching = "";
    }
  }
}

const page = JSON.parse(byId("session-data").textContent);
useWords(page.words);
announceIn(byId("live"));
byId("desk").hidden = false;
byId("desk").append(element("span", { hidden: true, id: "desk-ready" }));
new Desk(page);
