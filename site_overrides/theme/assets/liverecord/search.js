/* Search: a small dialog on every page ("/" opens it) and the full page with filters, both over Pagefind.
   Nothing is loaded before somebody searches. Text from records is only ever set as text, never as HTML. */
(() => {
  "use strict";

  const FACETS = ["Year group", "Form", "Support", "Need", "Key worker", "Owner", "Due"];
  const IN_DIALOG = 8;
  const ON_PAGE = 20;
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

  /* ---- The index ---- */

  let loading;

  function index() {
    loading ??= loadIndex().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  async function loadIndex() {
    const folder = new URL("pagefind/", root);
    const answer = await fetch(new URL("bundles.json", folder));
    if (!answer.ok) throw new Error(`search index: ${answer.status}`);
    const { bundles } = await answer.json();
    if (!bundles.length) return null;
    const [first, ...others] = bundles.map((bundle) => new URL(`${bundle.folder}/`, folder));
    const pagefind = await import(new URL("pagefind.js", first).href);
    const options = { baseUrl: root.pathname, excerptLength: 18 };
    await pagefind.options(options);
    await pagefind.init();
    await Promise.all(others.map((bundle) => pagefind.mergeIndex(bundle.pathname, options)));
    return pagefind;
  }

  async function find(words, filters = {}) {
    const pagefind = await index();
    if (!pagefind) return { results: [], filters: {} };
    const asked = Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));
    return pagefind.search(words || null, { filters: asked, ...(words ? {} : { sort: { title: "asc" } }) });
  }

  /* ---- The dialog ---- */

  function dialog() {
    const status = element("p", { class: "lr-search__status", role: "status" });
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
      status,
      list,
      element("p", { class: "lr-search__foot" }, [more, element("span", { "aria-hidden": "true" }, "↑ ↓ to choose, Enter to open, Esc to close")]),
    ]);
    document.body.append(box);
    let active = -1;
    let picked = false;
    let asked = 0;
    let opener = null;

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

    async function look() {
      const words = input.value.trim();
      const turn = ++asked;
      const address = new URL("search/", root);
      if (words) address.searchParams.set("q", words);
      more.href = address.href;
      if (!words) return show([], "");
      try {
        const found = await find(words);
        const pages = await Promise.all(found.results.slice(0, IN_DIALOG).map((result) => result.data()));
        if (turn === asked) show(pages, counted(found.results.length));
      } catch {
        if (turn === asked) show([], "The search could not be loaded. Pupils lists every record.");
      }
    }

    function show(pages, said) {
      const wanted = picked ? list.children[active]?.href : undefined;
      list.replaceChildren(...pages.map((page, at) => option(page, at)));
      input.setAttribute("aria-expanded", String(pages.length > 0));
      status.textContent = said;
      active = -1;
      // Results of the last letter may come after somebody has chosen among those of the letter before.
      choose(Math.max([...list.children].findIndex((one) => one.href === wanted), 0));
    }

    function option(page, at) {
      const line = element("a", { role: "option", tabindex: "-1", id: `lr-found-${at}`, href: page.url, "aria-selected": "false" }, found(page));
      line.addEventListener("pointermove", () => active !== at && pick(at));
      return line;
    }

    input.addEventListener("input", () => (picked = false));
    input.addEventListener("input", soon(look));
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
      index().catch(() => show([], "The search could not be loaded. Pupils lists every record."));
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
    const folded = element("details", { class: "lr-search-page__facets" }, [element("summary", {}, "Filters"), clear, facets]);
    // Open beside the results where there is room, folded over them on a phone.
    folded.open = matchMedia("(min-width: 48em)").matches;
    const form = element("form", { role: "search", "aria-label": "Search the records" }, [
      element("label", { for: "lr-words" }, "Words"),
      input,
    ]);
    place.replaceChildren(form, element("div", { class: "lr-search-page__body" }, [folded, element("section", { "aria-label": "Pages found" }, [status, list, more])]));

    const state = read();
    input.value = state.words;
    let shown = ON_PAGE;
    let asked = 0;

    function read() {
      const words = new URLSearchParams(location.search);
      const filters = {};
      // An address may say anything: only facets are taken from it.
      for (const [name, value] of words) if (FACETS.includes(name)) (filters[name] ??= []).push(value);
      return { words: words.get("q") ?? "", filters };
    }

    function write() {
      const words = new URLSearchParams();
      if (state.words) words.set("q", state.words);
      for (const [name, values] of Object.entries(state.filters)) for (const value of values) words.append(name, value);
      const text = words.toString();
      history.replaceState(null, "", text ? `?${text}` : location.pathname);
    }

    async function look() {
      const turn = ++asked;
      const chosen = Object.keys(state.filters);
      try {
        // Pagefind counts filters only once it has loaded them all.
        const all = (await (await index())?.filters()) ?? {};
        const [found, ...others] = await Promise.all([
          find(state.words, state.filters),
          // A facet counts what its other values would give, so it is counted without its own choice.
          ...chosen.map((name) => find(state.words, without(state.filters, name))),
        ]);
        if (turn !== asked) return;
        const counts = { ...found.filters };
        chosen.forEach((name, at) => (counts[name] = others[at].filters[name] ?? {}));
        drawFacets(all, counts);
        const everything = !state.words && !chosen.length;
        await draw(found.results, turn, everything ? number(found.results.length) : counted(found.results.length));
      } catch {
        if (turn === asked) status.textContent = "The search could not be loaded. Pupils lists every record.";
      }
    }

    async function draw(results, turn, said) {
      const pages = await Promise.all(results.slice(0, shown).map((result) => result.data()));
      if (turn !== asked) return;
      list.replaceChildren(...pages.map((page) => element("li", {}, element("a", { href: page.url }, found(page)))));
      more.hidden = results.length <= shown;
      status.textContent = said;
      clear.hidden = !Object.keys(state.filters).length;
    }

    function drawFacets(all, counts) {
      const focused = document.activeElement?.dataset?.facet;
      const names = [...FACETS.filter((name) => all[name]), ...Object.keys(all).filter((name) => !FACETS.includes(name)).sort()];
      // A filter in the address that no page has any more is still shown, so that it can be taken away.
      for (const name of Object.keys(state.filters)) if (!names.includes(name)) names.push(name);
      facets.replaceChildren(...names.map((name) => facet(name, all[name] ?? {}, counts[name] ?? {})));
      if (focused) [...facets.querySelectorAll("input")].find((box) => box.dataset.facet === focused)?.focus();
    }

    function facet(name, all, counts) {
      const order = new Intl.Collator("en", { numeric: true });
      const values = [...new Set([...Object.keys(all), ...(state.filters[name] ?? [])])].sort(order.compare);
      const rows = values.map((value) => {
        const box = element("input", { type: "checkbox", "data-facet": `${name}\n${value}` });
        box.checked = Boolean(state.filters[name]?.includes(value));
        box.addEventListener("change", () => toggle(name, value));
        const count = Object.hasOwn(counts, value) ? counts[value] : 0;
        return element("label", { class: count || box.checked ? "" : "lr-none" }, [box, element("span", {}, value), " ", element("b", {}, String(count))]);
      });
      return element("fieldset", {}, [element("legend", {}, name), element("div", { class: "lr-facet" }, rows)]);
    }

    function toggle(name, value) {
      const values = state.filters[name] ?? [];
      const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
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

  function found(page) {
    const summary = page.meta.summary ? [element("small", {}, page.meta.summary)] : [];
    return [element("strong", {}, page.meta.title ?? ""), ...summary, element("span", { class: "lr-excerpt" }, marked(page.excerpt))];
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

  function counted(count) {
    return count ? `${number(count)} found` : "No page says this.";
  }

  function number(count) {
    return count === 1 ? "1 page" : `${count.toLocaleString("en-GB")} pages`;
  }

  function without(filters, name) {
    return Object.fromEntries(Object.entries(filters).filter(([other]) => other !== name));
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
