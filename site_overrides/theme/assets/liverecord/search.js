/* Search: a small dialog on every page ("/" opens it) and the full page with filters, both over Pagefind.
   Nothing is loaded before somebody searches. Text from records is only ever set as text, never as HTML. */
(() => {
  "use strict";

  const FACETS = ["Year group", "Form", "Support", "Need", "Key worker", "Owner", "Due"];
  const IN_DIALOG = 8;
  const ON_PAGE = 20;
  const LOST = "The search could not be loaded. Pupils lists every record.";
  const own = document.currentScript.src;
  const root = siteRoot();

  document.addEventListener("DOMContentLoaded", start);
  if (document.readyState !== "loading") start();

  function start() {
    if (start.done) return;
    start.done = true;
    const place = document.querySelector("[data-liverecord-search]");
    const links = document.querySelectorAll("[data-liverecord-find]");
    const page = place ? searchPage(place) : null;
    const open = page ? () => page.focus() : dialog();
    for (const link of links) {
      if (!page) link.setAttribute("aria-haspopup", "dialog");
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        open(link);
      });
    }
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      open(document.activeElement);
    });
  }

  function typing(target) {
    return target instanceof Element && Boolean(target.closest("input, textarea, select, [contenteditable]"));
  }

  function siteRoot() {
    const base = JSON.parse(document.getElementById("__config").textContent).base || ".";
    return new URL(base.endsWith("/") ? base : `${base}/`, location.href);
  }

  /* ---- What answers: searching.js and what it needs, loaded when somebody begins to search ---- */

  let loading;
  let ready = null;

  function desk() {
    loading ??= import(new URL("searching.js", own).href)
      .then((module) => module.open(root))
      .then((opened) => (ready = opened))
      .catch((error) => {
        loading = undefined;
        throw error;
      });
    return loading;
  }

  /* ---- The dialog ---- */

  function dialog() {
    const status = element("p", { class: "lr-search__status", role: "status" });
    const chips = element("div", { class: "lr-chips", role: "group", "aria-label": "Narrowed to" });
    const list = element("div", { class: "lr-search__list", id: "lr-search-list", role: "listbox", "aria-label": "Pages found" });
    const more = element("a", { class: "lr-search__more", href: new URL("search/", root).href }, "Search with filters");
    const input = element("input", {
      type: "search",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "Name, form, or a word from a plan",
      "aria-label": "Search the records",
      "aria-autocomplete": "list",
      "aria-controls": "lr-search-list",
      "aria-expanded": "false",
    });
    const close = element("button", { type: "button", class: "lr-search__close" }, "Close");
    const box = element("dialog", { class: "lr-search", "aria-label": "Search" }, [
      element("div", { class: "lr-search__bar" }, [input, close]),
      chips,
      status,
      list,
      element("p", { class: "lr-search__foot" }, [more, element("span", { "aria-hidden": "true" }, "↑ ↓ to choose, Enter to open, Esc to close")]),
    ]);
    document.body.append(box);
    let active = -1;
    let picked = false;
    let asked = 0;
    let opener = null;
    let literal = [];

    function choose(next) {
      const options = [...list.children];
      options[active]?.setAttribute("aria-selected", "false");
      active = options.length ? (next + options.length) % options.length : -1;
      const option = options[active];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    }

    function pick(next) {
      picked = true;
      choose(next);
    }

    /* Names stand there with the letter that was typed; pages follow. */
    function lookAtNames() {
      asked++;
      const words = input.value.trim();
      const address = new URL("search/", root);
      if (words) address.searchParams.set("q", words);
      for (const phrase of literal) address.searchParams.append("word", phrase);
      more.href = address.href;
      if (!ready) return;
      const read = ready.read(words, literal);
      drawChips(chips, read.filters, (filter, value) => {
        literal = [...literal, ...phrases(read, filter, value)];
        look();
        input.focus();
      });
      const rows = words ? ready.names(read).slice(0, IN_DIALOG) : [];
      // Where no name answers, what stands there stays until the pages come.
      if (rows.length || !words) show(rows, "");
    }

    async function lookAtPages() {
      const turn = asked;
      const words = input.value.trim();
      if (!words) return show([], "");
      try {
        const answer = await (await desk()).ask(words, { literal, most: IN_DIALOG });
        if (turn === asked) show(answer.shown, answer.said);
      } catch {
        if (turn === asked) show([], LOST);
      }
    }

    function look() {
      lookAtNames();
      return lookAtPages();
    }

    function show(rows, said) {
      const wanted = picked ? list.children[active]?.href : undefined;
      list.replaceChildren(...rows.map((row, at) => option(row, at)));
      input.setAttribute("aria-expanded", String(rows.length > 0));
      status.textContent = said;
      active = -1;
      // Results of the last letter may come after somebody has chosen among those of the letter before.
      choose(Math.max([...list.children].findIndex((one) => one.href === wanted), 0));
    }

    function option(row, at) {
      const line = element("a", { role: "option", tabindex: "-1", id: `lr-found-${at}`, href: row.url, "aria-selected": "false" }, found(row));
      line.addEventListener("pointermove", () => active !== at && pick(at));
      return line;
    }

    input.addEventListener("input", () => {
      picked = false;
      if (!input.value.trim()) literal = [];
      lookAtNames();
    });
    input.addEventListener("input", soon(lookAtPages));
    input.addEventListener("focus", () => desk().then((opened) => (input.value.trim() ? look() : opened.warm())).catch(() => show([], LOST)));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        // A search field would only empty itself on the first press.
        event.preventDefault();
        box.close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        pick(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        const chosen = list.children[active];
        if (chosen && (event.ctrlKey || event.metaKey)) window.open(chosen.href, "_blank", "noopener");
        else if (chosen) location.href = chosen.href;
        else if (input.value.trim()) location.href = more.href;
      }
    });
    close.addEventListener("click", () => box.close());
    box.addEventListener("click", (event) => event.target === box && box.close());
    // Closing to go to a heading of the same page must not leave the dialog over it.
    list.addEventListener("click", () => box.close());
    box.addEventListener("close", () => opener?.focus?.());

    return (from) => {
      opener = from;
      box.showModal();
      input.focus();
      input.select();
    };
  }

  /* ---- The page with filters ---- */

  function searchPage(place) {
    const input = element("input", { type: "search", id: "lr-words", autocomplete: "off", spellcheck: "false", placeholder: "Name, form, or a word from a plan" });
    const status = element("p", { class: "lr-search-page__status", role: "status" }, "Loading …");
    const list = element("ol", { class: "lr-search-page__list" });
    const more = element("button", { type: "button", class: "md-button lr-search-page__more", hidden: "" }, "Show more");
    const clear = element("button", { type: "button", class: "lr-search-page__clear", hidden: "" }, "Clear filters");
    const facets = element("div", { class: "lr-facets" });
    const chips = element("div", { class: "lr-chips", role: "group", "aria-label": "Narrowed to" });
    const folded = element("details", { class: "lr-search-page__facets" }, [element("summary", {}, "Filters"), clear, facets]);
    // Open beside the results where there is room, folded over them on a phone.
    folded.open = matchMedia("(min-width: 48em)").matches;
    const form = element("form", { role: "search", "aria-label": "Search the records" }, [
      element("label", { for: "lr-words" }, "Words"),
      input,
    ]);
    place.replaceChildren(form, element("div", { class: "lr-search-page__body" }, [folded, element("section", { "aria-label": "Pages found" }, [chips, status, list, more])]));

    const state = read();
    input.value = state.words;
    let shown = ON_PAGE;
    let asked = 0;

    function read() {
      const words = new URLSearchParams(location.search);
      const filters = {};
      // An address may say anything: only facets are taken from it.
      for (const [name, value] of words) if (FACETS.includes(name)) (filters[name] ??= []).push(value);
      return { words: words.get("q") ?? "", filters, literal: words.getAll("word") };
    }

    function write() {
      const words = new URLSearchParams();
      if (state.words) words.set("q", state.words);
      for (const [name, values] of Object.entries(state.filters)) for (const value of values) words.append(name, value);
      for (const phrase of state.literal) words.append("word", phrase);
      const text = words.toString();
      history.replaceState(null, "", text ? `?${text}` : location.pathname);
    }

    /* The filters that words set, and those that were ticked. */
    let meant = { filters: {}, meant: [] };

    function set() {
      const filters = { ...state.filters };
      for (const [name, values] of Object.entries(meant.filters)) filters[name] = [...new Set([...(filters[name] ?? []), ...values])];
      return filters;
    }

    async function look() {
      const turn = ++asked;
      try {
        const answering = await desk();
        if (turn !== asked) return;
        meant = answering.read(state.words, state.literal);
        const filters = set();
        drawChips(chips, filters, toggle);
        const answer = await answering.ask(state.words, { literal: state.literal, filters: state.filters, most: shown });
        const { all, counts } = await answering.counts(meant, filters);
        if (turn !== asked) return;
        drawFacets(all, counts, filters);
        list.replaceChildren(...answer.shown.map((row) => element("li", {}, element("a", { href: row.url }, found(row)))));
        more.hidden = answer.count <= shown;
        status.textContent = answer.said;
        clear.hidden = !Object.keys(filters).length;
      } catch {
        if (turn === asked) status.textContent = LOST;
      }
    }

    function drawFacets(all, counts, filters) {
      const focused = document.activeElement?.dataset?.facet;
      const names = [...FACETS.filter((name) => all[name]), ...Object.keys(all).filter((name) => !FACETS.includes(name)).sort()];
      // A filter in the address that no page has any more is still shown, so that it can be taken away.
      for (const name of Object.keys(filters)) if (!names.includes(name)) names.push(name);
      facets.replaceChildren(...names.map((name) => facet(name, all[name] ?? {}, counts[name] ?? {}, filters[name] ?? [])));
      if (focused) [...facets.querySelectorAll("input")].find((box) => box.dataset.facet === focused)?.focus();
    }

    function facet(name, all, counts, chosen) {
      const order = new Intl.Collator("en", { numeric: true });
      const values = [...new Set([...Object.keys(all), ...chosen])].sort(order.compare);
      const rows = values.map((value) => {
        const box = element("input", { type: "checkbox", "data-facet": `${name}\n${value}` });
        box.checked = chosen.includes(value);
        box.addEventListener("change", () => toggle(name, value));
        const count = Object.hasOwn(counts, value) ? counts[value] : 0;
        return element("label", { class: count || box.checked ? "" : "lr-none" }, [box, element("span", {}, value), " ", element("b", {}, String(count))]);
      });
      return element("fieldset", {}, [element("legend", {}, name), element("div", { class: "lr-facet" }, rows)]);
    }

    function toggle(name, value) {
      const said = phrases(meant, name, value);
      // What words had set is taken back by reading those words as they stand.
      if (said.length) state.literal = [...state.literal, ...said];
      const values = state.filters[name] ?? [];
      const next = said.length || values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
      if (next.length) state.filters[name] = next;
      else delete state.filters[name];
      changed();
    }

    function changed() {
      shown = ON_PAGE;
      write();
      look();
    }

    input.addEventListener("input", soon(() => {
      state.words = input.value.trim();
      if (!state.words) state.literal = [];
      changed();
    }));
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", async () => {
      const last = list.children.length;
      shown += ON_PAGE;
      await look();
      list.children[last]?.firstElementChild?.focus();
    });
    clear.addEventListener("click", () => {
      state.filters = {};
      state.literal = [...state.literal, ...meant.meant.map((one) => one.phrase)];
      changed();
      input.focus();
    });
    window.addEventListener("popstate", () => {
      Object.assign(state, read());
      input.value = state.words;
      look();
    });
    look();
    return { focus: () => (input.focus(), input.select()) };
  }

  /* ---- Pieces ---- */

  /* A result: its name, what it is, why it is one, and where a page says it, the words around. */
  function found(row) {
    const small = [row.summary && element("small", {}, row.summary), row.why && element("small", { class: "lr-why" }, row.why)];
    const excerpt = row.excerpt ? [element("span", { class: "lr-excerpt" }, marked(row.excerpt))] : [];
    return [element("strong", {}, named(row.title, row.marks)), ...small.filter(Boolean), ...excerpt];
  }

  /* A name with those of its words marked that were typed. */
  function named(title, marks = []) {
    return title.split(/([\p{L}\p{N}]+)/u).map((piece) => (marks.includes(piece.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()) ? element("mark", {}, piece) : piece));
  }

  function drawChips(place, filters, remove) {
    const every = Object.entries(filters).flatMap(([filter, values]) => values.map((value) => ({ filter, value })));
    place.replaceChildren(
      ...every.map(({ filter, value }) => {
        const chip = element("button", { type: "button", class: "lr-chip", "aria-label": `${filter}: ${value}. Remove this filter` }, [`${filter}: ${value} `, element("span", { "aria-hidden": "true" }, "×")]);
        chip.addEventListener("click", () => remove(filter, value));
        return chip;
      }),
    );
  }

  function phrases(read, filter, value) {
    return read.meant.filter((one) => one.filter === filter && one.value === value).map((one) => one.phrase);
  }

  /* Pagefind gives the excerpt as HTML: words in <mark>, the rest escaped. It is taken apart and set as text. */
  function marked(html) {
    let within = false;
    return html.split(/(<\/?mark>)/).flatMap((piece) => {
      if (piece === "<mark>" || piece === "</mark>") {
        within = piece === "<mark>";
        return [];
      }
      const text = plain(piece);
      return text ? [within ? element("mark", {}, text) : document.createTextNode(text)] : [];
    });
  }

  function plain(text) {
    const words = { lt: "<", gt: ">", quot: '"', amp: "&", "#x27": "'", "#39": "'", nbsp: " " };
    return text.replace(/&(lt|gt|quot|amp|#x27|#39|nbsp);/g, (_, name) => words[name]);
  }

  function soon(work) {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(work, 60);
    };
  }

  function element(name, attributes = {}, children = []) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== "" || key === "hidden") made.setAttribute(key, value);
    made.append(...(Array.isArray(children) ? children : [children]));
    return made;
  }
})();
