// A field in which a record is chosen by its name: the tracker's own and those that this session opens.

import { announce, element, say } from "./dom.js";

const DELAY = 150; // milliseconds

/** Return the records that the tracker offers for some words. */
export async function find(url, words, part) {
  const query = new URLSearchParams({ words });
  for (const kind of part.kinds) query.append("kind", kind);
  for (const kind of part.of ?? []) query.append("of", kind);
  const response = await fetch(`${url}?${query}`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  const told = response.headers.get("content-type") ?? "";
  return response.ok && told.includes("json") ? (await response.json()).found : [];
}

/**
 * Make an input offer records. `offered(words)` gives what the session opens, `picked(found)` takes the choice,
 * `typed(words)` what is merely typed; `register(words)`, where given, opens a new record of that name.
 */
export function combobox(input, { url, part, offered, picked, typed, register }) {
  const list = element("ul", { class: "options", role: "listbox", id: `${input.id}-options`, hidden: true });
  list.setAttribute("aria-label", say("options"));
  const settings = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id };
  for (const [name, value] of Object.entries(settings)) input.setAttribute(name, value);
  input.setAttribute("aria-expanded", "false");
  let found = [];
  let active = -1;
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const take = (number) => {
    const chosen = found[number];
    close();
    if (chosen.register) register(input.value.trim());
    else picked(chosen);
  };

  const point = (number) => {
    active = number;
    Array.from(list.children).forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
    if (active >= 0) input.setAttribute("aria-activedescendant", list.children[active].id);
  };

  const show = () => {
    list.replaceChildren(...found.map((one, number) => element(
      "li",
      {
        role: "option", id: `${input.id}-option-${number}`, "aria-selected": "false",
        onmousedown: (event) => { event.preventDefault(); take(number); },
      },
      one.text,
      one.detail ? element("span", { class: "aside" }, ` ${one.detail}`) : null,
    )));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (found.length) point(0);
    announce(say("offered", { count: found.length }));
  };

  const ask = async () => {
    const words = input.value.trim();
    const turn = (asked += 1);
    const own = offered(words).map((one) => ({ ...one, detail: say("in_this_session") }));
    let others = [];
    try {
      others = await find(url, words, part);
    } catch {
      announce(say("not_reached"));
    }
    if (turn !== asked || document.activeElement !== input) return;
    found = [...own, ...others];
    if (register && words) found.push({ register: true, text: say("register_new", { name: words }) });
    show();
  };

  input.addEventListener("input", () => {
    typed(input.value);
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, DELAY);
  });
  input.addEventListener("search-now", ask);
  input.addEventListener("blur", () => { asked += 1; close(); });
  input.addEventListener("keydown", (event) => {
    if (event.ctrlKey) return;
    if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown") point((active + 1) % found.length);
    else if (event.key === "ArrowUp" && !list.hidden) point((active - 1 + found.length) % found.length);
    else if (event.key === "Enter" && !list.hidden && active >= 0) take(active);
    else if (event.key === "Escape" && !list.hidden) { close(); event.stopPropagation(); }
    else return;
    event.preventDefault();
  });
  return list;
}
