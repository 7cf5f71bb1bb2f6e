// The inputs of one value. What is typed goes straight into the item; nothing has to be put into the list by hand.

import { button, element, say } from "./dom.js";
import { combobox } from "./picker.js";

/** Return a labelled input with the problems that belong to it. */
export function field(id, label, control, { problems = [], wide = false, after = null, required = false, alone = false } = {}) {
  control.id = id;
  if (required) control.setAttribute("aria-required", "true");
  const told = problems.length ? element("ul", { class: "errors", id: `${id}-errors` }, problems.map(sentence)) : null;
  if (told) {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", told.id);
  }
  return element("div", { class: wide ? "field wide" : "field" }, element("label", { for: id, class: alone && "visually-hidden" }, label), control, after, told);
}

export function sentence(problem) {
  return element("li", {}, problem.message);
}

export function select(terms, value, changed, { empty = true } = {}) {
  const options = [...(empty ? [["", "–"]] : []), ...terms];
  const made = element(
    "select",
    { onchange: (event) => changed(event.target.value) },
    options.map(([code, label]) => element("option", { value: code, selected: code === value }, label)),
  );
  made.value = value ?? "";
  return made;
}

export function text(value, changed, { long = false } = {}) {
  const attributes = { value: value ?? "", oninput: (event) => changed(event.target.value) };
  return long ? element("textarea", { rows: 2, ...attributes }) : element("input", { type: "text", ...attributes });
}

/** Makes the inputs of one row of an item. */
export class Inputs {
  constructor(desk, item, row) {
    Object.assign(this, { desk, item, row });
    this.kind = item.record_kind || item.kind;
  }

  all() {
    const { parts } = this.desk.store.property(this.kind, this.row.property);
    // How several speak together matters only where there are several.
    const shown = parts.filter((part) => part.name !== "mode" || this.row.given.actors?.length > 1);
    return shown.map((part, number) => this.part(part, number, parts.length === 1));
  }

  part(part, number, alone) {
    const id = this.desk.id(this.item, this.row, part.name);
    const problems = this.desk.problemsAt(this.item, this.row, part.name, number === 0);
    const settings = { problems, alone, required: part.required, wide: part.input === "long" || part.input === "records" };
    if (part.input === "records") return this.several(part, id, settings);
    if (part.input === "record") return this.one(part, id, settings);
    const value = this.row.given[part.name];
    const changed = (typed) => this.set(part, typed);
    const control = part.input === "choice"
      ? select(this.desk.page.terms[part.terms], value, changed, { empty: !part.default })
      : text(value, changed, { long: part.input === "long" });
    return field(id, this.label(part, alone), control, settings);
  }

  /** Return the label of an input: where it is the only one of its property, the property's own. */
  label(part, alone) {
    return alone ? this.desk.store.property(this.kind, this.row.property).label : part.label;
  }

  set(part, value) {
    this.row.given[part.name] = value;
    this.desk.changed(this.item, this.row, part);
  }

  one(part, id, settings) {
    const { store } = this.desk;
    const input = element("input", { type: "text", value: store.nameOf(this.row.given[part.name] ?? "") });
    const several = part.kinds.length > 1;
    input.id = id;
    settings.after = this.picking(input, part, (found) => {
      input.value = found.text;
      this.set(part, several ? `${found.kind}:${found.id}` : found.id);
      if (part.name === "actor" && this.row.property === "participant") this.actsFor(found);
    }, (typed) => this.set(part, typed));
    return field(id, this.label(part, settings.alone), input, settings);
  }

  /** A participant acts for the state of its country, until somebody says otherwise. */
  actsFor(found) {
    const { store } = this.desk;
    if (!found.state || this.row.given.on_behalf_of) return;
    store.remember({ id: found.state, text: found.state_text, kind: "actor", version: null });
    this.row.given.on_behalf_of = found.state;
    const input = document.getElementById(this.desk.id(this.item, this.row, "on_behalf_of"));
    if (input) input.value = found.state_text;
    this.desk.changed(this.item);
  }

  several(part, id, settings) {
    const chosen = Array.isArray(this.row.given[part.name]) ? this.row.given[part.name] : [];
    this.row.given[part.name] = chosen;
    const input = element("input", { type: "text", value: this.row.typed ?? "" });
    input.id = id;
    const list = this.picking(input, part, (found) => {
      this.row.typed = "";
      if (!chosen.includes(found.id)) chosen.push(found.id);
      this.set(part, chosen);
      this.desk.render(id);
    }, (typed) => { this.row.typed = typed; this.desk.changed(this.item, this.row, part); });
    settings.after = [list, element("ul", { class: "chosen" }, chosen.map((actor) => element(
      "li", {}, this.desk.store.nameOf(actor), " ",
      button("×", () => { this.set(part, chosen.splice(chosen.indexOf(actor), 1) && chosen); this.desk.render(id); },
        { "aria-label": say("remove_named", { name: this.desk.store.nameOf(actor) }) }),
    )))];
    return field(id, this.label(part, settings.alone), input, settings);
  }

  picking(input, part, picked, typed) {
    const { store, page } = this.desk;
    const isNew = part.kinds.length === 1 && part.kinds[0] === "actor";
    return combobox(input, {
      url: page.urls.find,
      part,
      typed,
      offered: (words) => store.opened(part.kinds, part.of ?? [])
        .filter((one) => one.id !== this.item.record && one.text.toLowerCase().includes(words.toLowerCase())),
      picked: (found) => { store.remember(found); picked(found); },
      register: isNew ? (name) => {
        const made = this.desk.register(name, part, this.row);
        picked({ id: made.record, kind: "actor", text: name });
      } : null,
    });
  }
}
