// The list of what will be recorded, with what stands in the way of each item.

import { announce, button, element, say } from "./dom.js";
import { sentence } from "./fields.js";

export class Basket {
  constructor(desk, root) {
    this.desk = desk;
    this.root = root;
  }

  render() {
    const { items } = this.desk.store;
    this.root.replaceChildren(...[
      element("h2", { id: "basket-title", tabindex: "-1" }, say("basket", { count: items.length })),
      items.length
        ? element("ol", { class: "items", "aria-labelledby": "basket-title" }, items.map((item) => this.entry(item)))
        : element("p", { class: "quiet" }, say("basket_empty")),
      this.removed ? element("p", {}, say("removed", { name: this.removed.name }), " ", button(say("undo"), () => this.undo())) : null,
    ].filter(Boolean));
  }

  entry(item) {
    const { store } = this.desk;
    const name = store.title(item);
    const problems = this.desk.problems.filter((problem) => problem.item === item.id);
    const places = store.places([item]).length;
    return element(
      "li",
      { class: [problems.length ? "refused" : "", store.open === item ? "is-open" : ""].join(" ").trim() || false },
      element("p", {},
        element("b", {}, say(`kind_${item.kind}`)), " ", element("span", { class: "name" }, name), " ",
        element("span", { class: "aside" }, say("passages", { count: places }))),
      element("p", { class: "does" },
        named(say("edit"), name, () => this.desk.edit(item)), " ",
        named(say("remove"), name, () => this.remove(item, name))),
      problems.length ? element("ul", { class: "errors" }, problems.map((problem) => this.problem(item, problem))) : null,
    );
  }

  /** Return a refusal with the way out that it has: evidence for what is claimed already, ours on top of theirs. */
  problem(item, problem) {
    const made = sentence(problem);
    if (problem.changes?.length) made.append(element("ul", {}, problem.changes.map((line) => element("li", {}, line))));
    if (problem.claim && item.kind === "claim") made.append(" ", button(say("add_evidence"), () => this.asEvidence(item, problem)));
    if (problem.actual) made.append(" ", button(say("on_top"), () => this.desk.onTop(problem)));
    return made;
  }

  asEvidence(item, problem) {
    const row = item.rows.find((one) => one.id === problem.row) ?? item.rows[0];
    const passages = row.passages.length ? row.passages : item.passages;
    item.rows.splice(item.rows.indexOf(row), 1);
    const { record, record_kind, version, relay } = item;
    if (!item.rows.length) this.desk.store.remove(item);
    this.desk.store.add("evidence", null, { record, record_kind, version, relay, claim: problem.claim, passages });
    this.desk.problems = this.desk.problems.filter((other) => other !== problem);
    this.desk.finish();
  }

  remove(item, name) {
    const at = this.desk.store.remove(item);
    this.removed = { item, at, name };
    this.desk.problems = this.desk.problems.filter((problem) => problem.item !== item.id);
    this.desk.render("basket-title");
    announce(say("removed", { name }));
  }

  undo() {
    this.desk.store.items.splice(this.removed.at, 0, this.removed.item);
    this.removed = null;
    this.desk.store.save();
    this.desk.render("basket-title");
  }
}

/** Return a button that says to a screen reader also what it is about. */
function named(label, name, pressed) {
  const made = button(label, pressed);
  made.append(element("span", { class: "visually-hidden" }, ` ${name}`));
  return made;
}
