// The item that is open: its rows, what they rest on, and what a selection in the text does to it.

import { announce, button, element, say } from "./dom.js";
import { field, Inputs, select, sentence, text } from "./fields.js";
import { combobox } from "./picker.js";

const CLAIMABLE = ["incident", "statement", "actor"];

export class Editor {
  constructor(desk, root) {
    this.desk = desk;
    this.root = root;
    root.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-row]")?.dataset.row;
      if (row !== undefined) this.row = row;
    });
    root.addEventListener("keydown", (event) => this.key(event));
  }

  /** Go from row to row: Ctrl with an arrow, or Enter in an input. */
  key(event) {
    const enters = event.key === "Enter" && !event.ctrlKey && event.target.matches("input, select");
    const up = event.ctrlKey && event.key === "ArrowUp";
    if (event.defaultPrevented || !(enters || up || (event.ctrlKey && event.key === "ArrowDown"))) return;
    event.preventDefault();
    const rows = Array.from(this.root.querySelectorAll(".row"));
    const here = rows.indexOf(event.target.closest(".row"));
    const next = rows[here + (up ? -1 : 1)] ?? (up ? null : this.root.querySelector(".ends"));
    next?.querySelector("input, select, textarea, button.default")?.focus();
  }

  render() {
    const item = this.desk.store.open;
    this.root.hidden = !item;
    if (!item) return this.root.replaceChildren();
    const kind = say(`kind_${item.kind}`);
    this.root.replaceChildren(...[
      element("h2", { id: "open-item" }, kind),
      this.problems(item),
      this.head(item),
      ...item.rows.map((row) => this.fieldset(item, row)),
      this.adding(item),
      this.evidence(item, null),
      this.more(item),
      element("p", { class: "ends" }, button(say("done"), () => this.desk.finish(), { class: "default" })),
    ].filter(Boolean));
    return null;
  }

  problems(item) {
    const found = this.desk.problems.filter((problem) => problem.item === item.id && !problem.row
      && ["", "evidence", "passages"].includes(problem.part ?? ""));
    return found.length ? element("ul", { class: "errors", role: "list" }, found.map(sentence)) : null;
  }

  // --- what stands above the rows

  head(item) {
    const { page, store } = this.desk;
    const made = [];
    if (item.kind === "incident") {
      for (const language of page.language === "id" ? ["id", "en"] : ["en", "id"]) {
        const control = text(item.title[language], (typed) => { item.title[language] = typed; this.desk.changed(item); });
        if (language === page.language) control.placeholder = store.suggested(item) || say("title_suggested");
        const problems = this.desk.problemsAt(item, null, "title", language === page.language);
        made.push(field(this.desk.id(item, null, `title-${language}`), say(`title_${language}`), control, { problems }));
      }
    }
    if (item.kind === "actor") {
      const control = select(page.terms.actor_kinds, item.actor_kind, (code) => { item.actor_kind = code; this.desk.changed(item); }, { empty: false });
      made.push(field(this.desk.id(item, null, "actor_kind"), say("actor_kind"), control, { problems: this.desk.problemsAt(item, null, "actor_kind") }));
    }
    if (item.kind === "statement" || item.kind === "report") {
      const control = select(page.terms.directness, item.directness, (code) => { item.directness = code; this.desk.changed(item); });
      made.push(field(this.desk.id(item, null, "directness"), say("directness"), control));
    }
    if (item.kind === "source") made.push(...this.cited(item));
    if (item.kind === "credit") {
      const control = select(page.terms.credit_bases, item.basis || "text", (code) => { item.basis = code; this.desk.changed(item); }, { empty: false });
      made.push(this.about(item, ["source"]), field(this.desk.id(item, null, "basis"), say("credit_basis"), control));
    }
    if (item.kind === "claim") made.push(this.about(item, CLAIMABLE));
    if (item.kind === "report") made.push(this.about(item, ["statement"]));
    return made.length ? element("div", { class: "inputs head" }, made) : null;
  }

  /** Return what is asked about a source that the article cites: a wire, a readout, a post. */
  cited(item) {
    const { page, store } = this.desk;
    const id = (name) => this.desk.id(item, null, `about-${name}`);
    const set = (name) => (typed) => { item.about[name] = typed; this.desk.changed(item); };
    const settings = (name) => ({ problems: this.desk.problemsAt(item, null, `about-${name}`) });
    const outlet = element("input", { type: "text", value: store.nameOf(item.about.outlet ?? "") });
    outlet.id = id("outlet");
    const options = combobox(outlet, {
      url: page.urls.find,
      part: { kinds: ["actor"] },
      offered: (words) => store.opened(["actor"], []).filter((one) => one.text.toLowerCase().includes(words.toLowerCase())),
      typed: set("outlet"),
      picked: (found) => { store.remember(found); outlet.value = found.text; set("outlet")(found.id); },
    });
    const choice = (name, list) => select(page.terms[list], item.about[name], set(name), { empty: false });
    return [
      field(id("kind"), say("source_kind"), choice("kind", "source_kinds"), settings("kind")),
      field(id("outlet"), say("source_outlet"), outlet, { ...settings("outlet"), after: options }),
      field(id("title"), say("source_title"), text(item.about.title, set("title")), settings("title")),
      field(id("published"), say("source_published"), text(item.about.published, set("published")), settings("published")),
      field(id("published_basis"), say("source_basis"), choice("published_basis", "date_bases"), settings("published_basis")),
    ];
  }

  /** Return the field in which the record is chosen that an item is about. */
  about(item, kinds) {
    const { store, page } = this.desk;
    const input = element("input", { type: "text", value: item.record ? store.nameOf(item.record) : item.typed ?? "" });
    input.id = this.desk.id(item, null, "record");
    const options = combobox(input, {
      url: page.urls.find,
      part: { kinds: item.fixed ? [item.fixed] : kinds },
      offered: (words) => store.opened(kinds, []).filter((one) => one.text.toLowerCase().includes(words.toLowerCase())),
      typed: (words) => { Object.assign(item, { typed: words, record: "", version: null }); this.desk.changed(item); },
      picked: (found) => {
        store.remember(found);
        const kind = item.kind === "claim" && item.record_kind !== found.kind ? found.kind : item.record_kind;
        if (kind !== item.record_kind) item.rows = [];
        Object.assign(item, { record: found.id, record_kind: item.kind === "claim" ? kind : "", version: found.version });
        this.desk.changed(item);
        this.desk.render(item.rows.length ? this.firstInput(item) : this.desk.id(item, null, "add"));
      },
    });
    return field(input.id, say("about_record"), input, {
      after: options, wide: true, required: true, problems: this.desk.problemsAt(item, null, "record"),
    });
  }

  firstInput(item) {
    const row = item.rows[0];
    return this.desk.id(item, row, this.desk.store.property(item.record_kind, row.property).parts[0].name);
  }

  // --- rows

  fieldset(item, row) {
    const property = this.desk.store.property(item.record_kind, row.property);
    const others = this.desk.problems.filter((problem) => problem.row === row.id && ["", "evidence"].includes(problem.part));
    return element(
      "fieldset",
      { class: "row", "data-row": row.id },
      element("legend", { title: property.definition }, property.label, " ",
        button("×", () => this.drop(item, row), { "aria-label": say("remove_named", { name: property.label }) })),
      element("div", { class: "inputs" }, new Inputs(this.desk, item, row).all()),
      others.length ? element("ul", { class: "errors" }, others.map(sentence)) : null,
      element("div", { class: "foot" }, this.evidence(item, row), this.details(item, row)),
    );
  }

  drop(item, row) {
    item.rows.splice(item.rows.indexOf(row), 1);
    this.desk.changed(item);
    this.desk.render(this.desk.id(item, null, "add"));
  }

  /** Return the list from which a further property is added. */
  adding(item) {
    if (!this.desk.page.properties[item.record_kind] || item.kind === "evidence") return null;
    const used = new Set(item.rows.map((row) => row.property));
    const terms = this.desk.page.properties[item.record_kind]
      .filter((property) => property.many || !used.has(property.code))
      .filter((property) => !property.of.length || !item.actor_kind || property.of.includes(item.actor_kind))
      .map((property) => [property.code, property.label]);
    const control = select(terms, "", (code) => code && this.addRow(item, code));
    return field(this.desk.id(item, null, "add"), say("add_property"), control);
  }

  addRow(item, code) {
    const row = this.desk.store.row(item.record_kind, code);
    item.rows.push(row);
    this.desk.defaults(item, row);
    this.desk.changed(item);
    this.row = row.id;
    this.desk.render(this.desk.id(item, row, this.desk.store.property(item.record_kind, code).parts[0].name));
    return row;
  }

  details(item, row) {
    const set = (name) => (value) => { row[name] = value; this.desk.changed(item); };
    const digits = this.desk.page.terms.credibility;
    const id = (name) => this.desk.id(item, row, name);
    const problems = (name) => this.desk.problemsAt(item, row, name);
    const open = Boolean(row.judgement || row.note || row.credibility || problems("judgement").length);
    return element(
      "details", { open },
      element("summary", {}, say("more")),
      element("div", { class: "inputs" },
        field(id("judgement"), say("judgement"), text(row.judgement, set("judgement"), { long: true }), { wide: true, problems: problems("judgement") }),
        field(id("credibility"), say("credibility"), select(digits, String(row.credibility ?? ""), (code) => set("credibility")(code ? Number(code) : null))),
        field(id("note"), say("note"), text(row.note, set("note")), { problems: problems("note") })),
    );
  }

  // --- evidence

  evidence(item, row) {
    const holder = row ?? item;
    const chips = holder.passages.map((place) => this.chip(item, holder, place));
    const resting = row && !chips.length && !row.judgement ? element("span", { class: "aside" }, say("as_item")) : null;
    return element(
      "div", { class: row ? "rests" : "rests of-item" },
      row ? null : element("h3", {}, say("evidence_of_item")),
      resting, chips,
      button(say("use_selection"), () => this.use(row), { class: "small" }),
    );
  }

  chip(item, holder, place) {
    const where = this.desk.placeText(place);
    const kind = select(this.desk.page.terms.passage_kinds, place.kind, (code) => { place.kind = code; this.desk.changed(item); }, { empty: false });
    kind.setAttribute("aria-label", say("passage_kind_of", { place: where }));
    return element(
      "span", { class: "chip" },
      button(where, () => this.desk.article?.select(place.start, place.end), { class: "place", title: place.words }),
      kind,
      button("×", () => {
        holder.passages.splice(holder.passages.indexOf(place), 1);
        this.desk.changed(item);
        this.desk.render();
      }, { "aria-label": say("remove_named", { name: where }) }),
    );
  }

  /** Let what is selected be evidence for a row, else for the item; an empty name or actor is taken from its words. */
  use(row) {
    const item = this.desk.store.open;
    const { place } = this.desk;
    if (!item || !place) return announce(say("nothing_selected"));
    const holder = row ?? item;
    if (!holder.passages.some(({ start, end, paragraph }) =>
      start === place.start && end === place.end && paragraph === place.paragraph)) holder.passages.push({ ...place });
    const input = row ? this.fill(item, row, place.words) : null;
    this.desk.changed(item);
    this.desk.render(input ?? undefined);
    announce(say("evidence_added", { place: this.desk.placeText(place) }));
    return null;
  }

  /** Put the words of a selection where they help: a name as it is, an actor as what is looked for. */
  fill(item, row, words) {
    const { parts } = this.desk.store.property(item.record_kind, row.property);
    const part = parts[0];
    const id = this.desk.id(item, row, part.name);
    const given = row.given[part.name];
    if (part.input === "text" && ["name", "place"].includes(row.property) && !given) row.given[part.name] = words;
    if (part.input === "records" && !given?.length) {
      row.typed = words;
      this.desk.searching = id;
    } else if (part.input === "record" && !given) {
      row.given[part.name] = words;
      this.desk.searching = id;
    }
    return id;
  }

  more(item) {
    const { store, page } = this.desk;
    const input = element("input", { type: "text" });
    input.id = this.desk.id(item, null, "relay");
    const options = combobox(input, {
      url: page.urls.find,
      part: { kinds: ["source"] },
      offered: (words) => store.opened(["source"], []).filter((one) => one.text.toLowerCase().includes(words.toLowerCase())),
      typed: () => {},
      picked: (found) => {
        store.remember(found);
        if (!item.relay.includes(found.id)) item.relay.push(found.id);
        this.desk.changed(item);
        this.desk.render(input.id);
      },
    });
    const chosen = item.relay.map((source) => element("li", {}, store.nameOf(source), " ", button("×", () => {
      item.relay.splice(item.relay.indexOf(source), 1);
      this.desk.changed(item);
      this.desk.render(input.id);
    }, { "aria-label": say("remove_named", { name: store.nameOf(source) }) })));
    return element(
      "details", { open: item.relay.length > 0 }, element("summary", {}, say("relay")),
      field(input.id, say("relay_through"), input, { wide: true, after: [options, element("ol", { class: "chosen" }, chosen)] }),
    );
  }
}
