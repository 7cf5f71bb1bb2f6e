// What was typed in a session. It is kept in the browser's storage until it is recorded: an ended session loses nothing.

import { newId } from "./dom.js";

const EMPTY = { items: [], names: {}, ending: { outcome: "coded", of: "", submit: false }, reason: "", open: "" };

export class Store {
  constructor(page) {
    this.page = page;
    this.place = `demarche.session.${page.user}.${page.source.id}`;
    this.state = { ...structuredClone(EMPTY), version: page.source.version, ...this.kept() };
    this.restored = this.state.items.length;
    if (!this.restored) this.state.version = page.source.version;
  }

  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.place)) ?? {};
    } catch {
      return {};
    }
  }

  /** Keep what was typed; returns whether the browser could. */
  save() {
    if (this.done) return true;
    try {
      localStorage.setItem(this.place, JSON.stringify(this.state));
      return true;
    } catch {
      return false;
    }
  }

  clear() {
    this.done = true;
    localStorage.removeItem(this.place);
  }

  // --- items

  get items() {
    return this.state.items;
  }

  get open() {
    return this.items.find((item) => item.id === this.state.open);
  }

  /** Put a new item into the list; it rests on the place that is selected, if there is one. */
  add(kind, place, more = {}) {
    const opens = ["incident", "statement", "actor", "source"].includes(kind);
    const item = {
      id: newId(), kind, record: opens ? newId() : "", record_kind: opens ? kind : "", version: null, title: {},
      actor_kind: kind === "actor" ? "person" : "", directness: "", claim: "", basis: "", about: {},
      passages: place ? [place] : [], relay: [], rows: [], ...more,
    };
    if (opens && !more.rows) item.rows = this.page.beginnings[kind].map((code) => this.row(kind, code));
    this.items.push(item);
    this.state.open = item.id;
    this.save();
    return item;
  }

  row(kind, code) {
    const given = {};
    for (const part of this.property(kind, code).parts) given[part.name] = part.default;
    return { id: newId(), property: code, given, passages: [], judgement: "", credibility: null, note: "" };
  }

  remove(item) {
    const at = this.items.indexOf(item);
    this.items.splice(at, 1);
    if (this.state.open === item.id) this.state.open = "";
    this.save();
    return at;
  }

  property(kind, code) {
    return this.page.properties[kind].find((property) => property.code === code);
  }

  term(list, code) {
    return this.page.terms[list]?.find(([known]) => known === code)?.[1] ?? code;
  }

  // --- names

  /** Return what a record, or what was typed for one, is called. */
  nameOf(value) {
    const id = String(value).split(":").at(-1);
    const opened = this.items.find((item) => item.record === id && item.kind === item.record_kind);
    return opened ? this.title(opened) : this.state.names[id]?.text ?? value;
  }

  remember(found) {
    this.state.names[found.id] = { text: found.text, kind: found.kind, version: found.version };
  }

  /** Return the records that this list opens, of some kinds. */
  opened(kinds, of) {
    return this.items
      .filter((item) => item.kind === item.record_kind && kinds.includes(item.kind))
      .filter((item) => item.kind !== "actor" || !of.length || of.includes(item.actor_kind))
      .map((item) => ({ id: item.record, kind: item.kind, text: this.title(item), version: null }));
  }

  /** Return what an item is called in the list. */
  title(item) {
    const row = (code) => item.rows.find((one) => one.property === code)?.given ?? {};
    if (item.kind === "incident") return item.title.en || item.title.id || this.suggested(item) || "…";
    if (item.kind === "statement") return row("gist").en || row("gist").id || this.term("acts", row("act").value) || "…";
    if (item.kind === "actor") return row("name").text || "…";
    if (item.kind === "source") {
      const outlet = item.about.outlet ? this.nameOf(item.about.outlet) : "";
      return [outlet, item.about.title || this.term("source_kinds", item.about.kind), item.about.published].filter(Boolean).join(", ");
    }
    if (item.kind === "claim" && item.rows.length) {
      const { property } = item.rows[0];
      const label = item.record_kind ? this.property(item.record_kind, property)?.label ?? property : property;
      return `${item.record ? this.nameOf(item.record) : "…"}: ${label}`;
    }
    return item.record ? this.nameOf(item.record) : "…";
  }

  /** Return a title made of type and parties: it is editorial text, and typing it is rarely worth while. */
  suggested(item) {
    const type = item.rows.find((row) => row.property === "type")?.given.value;
    const side = (names) => item.rows
      .filter((row) => row.property === "participant" && row.given.actor && names.includes(this.page.sides[row.given.role]))
      .map((row) => this.nameOf(row.given.actor));
    const from = side(["initiating", "party"]).join(", ");
    const to = side(["target"]).join(", ");
    const parties = [from, to].filter(Boolean).join(" → ");
    return type ? [this.term("types", type), parties].filter(Boolean).join(": ") : "";
  }

  /** Return all places that the items rest on. */
  places(items = this.items) {
    return items.flatMap((item) => [...item.passages, ...item.rows.flatMap((row) => row.passages)]);
  }

  // --- sending

  /** Return what is sent. The key stays while the content does, so that sending twice records once. */
  payload() {
    const { items, ending, reason, version } = this.state;
    const titled = items.map((item) => (item.kind === "incident" ? { ...item, title: this.titled(item) } : item));
    const body = JSON.stringify({ version, items: titled, ending, reason });
    if (body !== this.state.body) {
      this.state.body = body;
      this.state.key = newId();
      this.save();
    }
    return JSON.stringify({ ...JSON.parse(body), key: this.state.key });
  }

  titled(item) {
    const given = Object.fromEntries(Object.entries(item.title).filter(([, text]) => text.trim()));
    const suggested = this.suggested(item);
    return Object.keys(given).length || !suggested ? given : { [this.page.language]: suggested };
  }
}
