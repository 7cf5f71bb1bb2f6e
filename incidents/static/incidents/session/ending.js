// How a session ends: coded, nothing codable, a copy, or left open; and sending it.

import { announce, element, say } from "./dom.js";
import { sentence } from "./fields.js";
import { combobox } from "./picker.js";

export class Ending {
  constructor(desk, form) {
    this.desk = desk;
    this.form = form;
    const { ending } = desk.store.state;
    for (const radio of form.elements.outcome) {
      radio.checked = radio.value === ending.outcome;
      radio.addEventListener("change", () => { ending.outcome = radio.value; this.kept(); });
    }
    this.reason = form.elements.reason;
    this.reason.value = desk.store.state.reason;
    this.reason.addEventListener("input", () => { desk.store.state.reason = this.reason.value; this.kept(); });
    this.review = form.elements.submit_incidents;
    this.review.checked = ending.submit;
    this.review.addEventListener("change", () => { ending.submit = this.review.checked; this.kept(); });
    this.copied(form.elements.of, ending);
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.kept();
  }

  copied(input, ending) {
    input.value = ending.of ? this.desk.store.nameOf(ending.of) : "";
    input.closest(".field").append(combobox(input, {
      url: this.desk.page.urls.find,
      part: { kinds: ["source"] },
      offered: () => [],
      typed: () => { ending.of = ""; this.kept(); },
      picked: (found) => { this.desk.store.remember(found); ending.of = found.id; input.value = found.text; this.kept(); },
    }));
  }

  kept() {
    this.form.elements.of.closest(".field").hidden = this.desk.store.state.ending.outcome !== "copy_of";
    this.desk.store.save();
  }

  render() {
    const found = this.desk.problems.filter((problem) => !problem.item);
    const told = this.form.querySelector(".problems");
    told.replaceChildren(...(found.length ? [element("ul", { class: "errors" }, found.map((problem) => this.problem(problem)))] : []));
  }

  problem(problem) {
    const made = sentence(problem);
    if (problem.changes?.length) made.append(element("ul", {}, problem.changes.map((line) => element("li", {}, line))));
    if (problem.login) made.append(" ", element("a", { href: problem.login, target: "_blank", rel: "noopener" }, say("log_in")));
    if (problem.actual) {
      made.append(" ", element("button", { type: "button", onclick: () => this.desk.onTop(problem) }, say("on_top")));
    }
    return made;
  }

  async send() {
    const { desk } = this;
    if (this.sending) return;
    this.sending = true;
    desk.problems = [];
    announce(say("sending"));
    try {
      const answer = await post(desk.page.urls.session, desk.store.payload());
      if (answer.next) {
        desk.store.clear();
        window.location.assign(answer.next);
        return;
      }
      desk.problems = answer.problems;
    } catch {
      desk.problems = [{ message: say("not_reached"), code: "not_reached" }];
    }
    this.sending = false;
    desk.refused();
  }
}

/** Send a session; returns where to go next, or the problems. */
async function post(url, body) {
  const response = await fetch(url, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": token() },
  });
  const told = response.headers.get("content-type") ?? "";
  if (told.includes("json")) return response.json();
  if (response.redirected) return { problems: [{ message: say("logged_out"), code: "logged_out", login: response.url }] };
  return { problems: [{ message: say("failed", { status: response.status }), code: "failed" }] };
}

/** Return the token of now: it changes when a person logs in again in another tab. */
function token() {
  const kept = document.cookie.split("; ").find((cookie) => cookie.startsWith("csrftoken="));
  return kept ? kept.split("=")[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}
