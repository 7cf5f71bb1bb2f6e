/* Conveniences of command forms; every form works without them.
   Names of records are completed, dates and passages are read while they are typed, and a form that a link leads to
   opens beside what it is about. */
"use strict";

(function () {
    const WAIT = 200; // milliseconds after the last key

    function later(work) {
        let timer = 0;
        return function (...given) {
            clearTimeout(timer);
            timer = setTimeout(() => work(...given), WAIT);
        };
    }

    async function asked(address, query) {
        const url = new URL(address, window.location.href);
        for (const [name, value] of Object.entries(query)) {
            url.searchParams.set(name, value);
        }
        const answer = await fetch(url, {credentials: "same-origin", headers: {Accept: "application/json"}});
        const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
        return answer.ok && isJson ? answer.json() : {};
    }

    function element(name, css, text) {
        const made = document.createElement(name);
        if (css) {
            made.className = css;
        }
        if (text) {
            made.textContent = text;
        }
        return made;
    }

    /* --- records by name: a combobox with a list of what fits */

    let lists = 0;

    function completing(input) {
        const holder = input.closest(".record-input");
        const hidden = holder.querySelector("input[type=hidden]");
        const list = element("ul", "found");
        list.id = `found-${(lists += 1)}`;
        list.setAttribute("role", "listbox");
        list.setAttribute("aria-label", input.labels && input.labels[0] ? input.labels[0].textContent : input.name);
        list.hidden = true;
        holder.append(list);
        input.setAttribute("role", "combobox");
        input.setAttribute("aria-autocomplete", "list");
        input.setAttribute("aria-expanded", "false");
        input.setAttribute("aria-controls", list.id);
        let active = -1;

        function close() {
            list.hidden = true;
            active = -1;
            input.setAttribute("aria-expanded", "false");
            input.removeAttribute("aria-activedescendant");
        }

        function choose(option) {
            hidden.value = option.dataset.id;
            input.value = option.dataset.text;
            holder.querySelectorAll(".offered").forEach((offered) => offered.remove());
            close();
            input.dispatchEvent(new Event("chosen", {bubbles: true}));
        }

        function mark(number) {
            const options = list.querySelectorAll("[role=option]");
            if (!options.length) {
                return;
            }
            active = (number + options.length) % options.length;
            options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
            input.setAttribute("aria-activedescendant", options[active].id);
            options[active].scrollIntoView({block: "nearest"});
        }

        function show(found) {
            list.replaceChildren();
            (found.results || []).forEach((record, place) => {
                const option = element("li");
                option.id = `${list.id}-${place}`;
                option.setAttribute("role", "option");
                option.setAttribute("aria-selected", "false");
                option.dataset.id = record.id;
                option.dataset.text = record.text;
                option.append(element("span", "", record.text), element("span", "meta", record.detail));
                option.addEventListener("mousedown", (event) => {
                    event.preventDefault();
                    choose(option);
                });
                list.append(option);
            });
            if (!list.children.length && found.nothing) {
                const nothing = element("li", "quiet", found.nothing);
                nothing.setAttribute("role", "presentation");
                list.append(nothing);
            }
            active = -1;
            list.hidden = !list.children.length;
            input.setAttribute("aria-expanded", String(!list.hidden));
        }

        const look = later(async () => {
            const words = input.value.trim();
            if (words.length < 2) {
                close();
                return;
            }
            const found = await asked(input.dataset.find, {q: words});
            if (document.activeElement === input && input.value.trim() === words) {
                show(found);
            }
        });

        input.addEventListener("input", () => {
            hidden.value = "";
            look();
        });
        input.addEventListener("keydown", (event) => {
            const options = list.querySelectorAll("[role=option]");
            if (event.key === "ArrowDown" || event.key === "ArrowUp") {
                event.preventDefault();
                mark(event.key === "ArrowDown" ? active + 1 : active - 1);
            } else if (event.key === "Enter" && !list.hidden && options.length) {
                event.preventDefault();
                choose(options[Math.max(active, 0)]);
            } else if (event.key === "Escape" && !list.hidden) {
                event.stopPropagation();
                close();
            }
        });
        input.addEventListener("blur", close);
    }

    /* --- dates: what they mean */

    function meaning(input) {
        const row = input.closest(".form-row");
        let shown = row.querySelector(".meaning");
        if (!shown) {
            shown = element("div", "help meaning");
            row.append(shown);
        }
        shown.setAttribute("aria-live", "polite");
        input.addEventListener("input", later(async () => {
            const text = input.value.trim();
            const found = text ? await asked(input.dataset.date, {q: text}) : {};
            shown.textContent = found.text || found.error || "";
            shown.classList.toggle("unreadable", Boolean(found.error));
        }));
    }

    /* --- passages: the words at a place */

    function quoting(words) {
        const form = words.form;
        const shown = form.querySelector("[data-quotation=shown]");
        const names = ["words", "paragraph", "start", "end"];
        const look = later(async () => {
            const query = {source: form.elements.source_id.value};
            names.forEach((name) => {
                query[name] = form.elements[name] ? form.elements[name].value : "";
            });
            const found = query.source ? await asked(words.dataset.passage, query) : {};
            shown.replaceChildren();
            if (found.words) {
                const quotation = element("blockquote");
                quotation.append(found.before, element("mark", "", found.words), found.after);
                shown.append(quotation, element("p", "meta", `¶ ${found.paragraph}, ${found.start}–${found.end}`));
            } else if (found.error) {
                shown.append(element("p", "meta unreadable", found.error));
            }
        });
        names.forEach((name) => form.elements[name] && form.elements[name].addEventListener("input", look));
        form.addEventListener("chosen", look);
    }

    /* --- forms in place */

    function start(part) {
        part.querySelectorAll("input[data-find]").forEach(completing);
        part.querySelectorAll("input[data-date]").forEach(meaning);
        part.querySelectorAll("textarea[data-passage]").forEach(quoting);
    }

    function closed(place) {
        const link = place.opened_by;
        place.remove();
        if (link) {
            link.setAttribute("aria-expanded", "false");
            link.focus();
        }
    }

    async function open(link) {
        const before = document.querySelector(".in-place");
        const again = before && before.opened_by === link;
        if (before) {
            closed(before);
        }
        if (again) {
            return;
        }
        const url = new URL(link.href);
        url.searchParams.set("part", "1");
        const answer = await fetch(url, {credentials: "same-origin"});
        const html = await answer.text();
        const found = new DOMParser().parseFromString(html, "text/html").querySelector("form.command");
        if (!answer.ok || answer.redirected || !found) {
            window.location.href = link.href;
            return;
        }
        const place = element("div", "in-place");
        place.opened_by = link;
        place.append(element("h3", "", found.dataset.title), document.importNode(found, true));
        (link.closest("ul.commands, p.offers, li.offers, .banner") || link).after(place);
        link.setAttribute("aria-expanded", "true");
        start(place);
        place.addEventListener("keydown", (event) => event.key === "Escape" && closed(place));
        place.querySelectorAll("a.closelink").forEach((cancel) => cancel.addEventListener("click", (event) => {
            event.preventDefault();
            closed(place);
        }));
        const first = place.querySelector("input:not([type=hidden]), select, textarea");
        if (first) {
            first.focus();
        }
    }

    document.addEventListener("click", (event) => {
        const link = event.target.closest("a[data-in-place]");
        if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
            event.preventDefault();
            open(link);
        }
    });
    start(document);
})();
