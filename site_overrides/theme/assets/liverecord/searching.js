/* What answers a question: the names of the site at once, then its pages by Pagefind. It touches no page.
   A row is { title, summary, url, why, marks, excerpt }; its texts are only ever set as text. */
import { open as openNames, said } from "./names.js";

const NAMES_AMONG_MANY = 5;
const LOOKED_AT = 60;
const NOTHING_HELD = { grouped: [], values: [], groups: [], pupils: [], pages: [], phrases: {}, instead: {}, wide: [], passed_over: [], not_held: "" };
/* How `said` tells that a page says a word, that it only begins like it, and that it does not. */
const BEGINS = 2;
/* The filter whose values have pages of their own: the sheet of a class. */
const CLASS = "Form";

export async function open(root) {
  const held = await fetch(new URL("names.json", root)).then((answer) => (answer.ok ? answer.json() : NOTHING_HELD), () => NOTHING_HELD);
  const book = openNames(held);
  const index = pagefind(root);
  const url = (path) => new URL(path, root).pathname;

  /* Rows by name: as it was typed, without the words that are passed over ("Mrs", "what helps"), and in other words. */
  function names(read, filters = {}) {
    const narrowed = read.meant.length ? { ...filters, ...read.filters } : filters;
    const every = [
      ...book.names(read.typed.join(" "), filters).filter((row) => row.exact || !read.meant.length),
      ...book.names(read.rest.join(" "), narrowed),
      ...(isOf(read, CLASS) ? read.meant.flatMap((one) => book.names(one.value)).filter((row) => row.exact && row.isByTitle) : []),
      ...read.instead.flatMap((other) => meaning(book.names(other.words.join(" "), filters), `says ${other.written}`)),
    ];
    // What a word means stands before names that only begin like it, and these before its look-alikes: TA is no Tate.
    const at = (row) => (row.exact ? 0 : row.alike ? 2 : 1);
    return once(every.map((row) => ({ ...row, url: url(row.path) })).sort((one, other) => at(one) - at(other)));
  }

  /* Answer in full: `shown` rows, how many pages there are, and that in words. */
  async function ask(text, { literal = [], filters = {}, most }) {
    const read = book.read(text, literal);
    const every = { ...filters };
    for (const [name, values] of Object.entries(read.filters)) every[name] = [...new Set([...(every[name] ?? []), ...values])];
    const byName = read.typed.length ? names(read, filters) : [];
    const groups = [{ words: read.rest, filters: every, why: (page) => set(page, read.filters) }];
    // Of a word for a part of what it sets, such as a type of need, who says that very word comes before all the others.
    if (read.meant.some((one) => book.isWide(one.filter)) && read.typed.every((word) => word.length > 2)) groups.unshift({ words: read.typed, filters, why: () => "", isExact: true });
    groups.push(...read.instead.map((other) => ({ words: other.words, filters, why: () => `says ${other.written}` })));
    const pages = [];
    for (const group of groups) pages.push(...(await found(group, most)));
    const leading = byName.slice(0, pages.length ? NAMES_AMONG_MANY : most);
    const isCode = read.meant.length > 0 && read.typed.join("").length === 1;
    // A name that is only like the word stands behind pages that say it.
    const first = isCode ? [] : leading.filter((row) => row.exact || (!read.meant.length && (!row.alike || !pages.some((page) => page.how < BEGINS))));
    const hits = once([...first, ...pages, ...leading, ...byName]);
    // A page may stand there by its name and, not loaded yet, by its words: so a few more are loaded than are shown.
    const loaded = await Promise.all(hits.slice(0, most + leading.length).map(async (row) => (row.load ? { ...row, ...(await row.load()) } : row)));
    const shown = once(loaded).slice(0, most);
    if (!shown.length && (read.typed.length || Object.keys(every).length)) return { shown: nearest(text), count: 0, said: nothing(text, !read.rest.length) };
    const known = new Set(pages.map((page) => page.url));
    // A pupil found by a word of the name is among the pages; one found by a typing error, a form or a colleague is not.
    const besides = byName.filter((row) => !known.has(row.url) && (row.alike || !row.path.startsWith("pupils/")));
    const count = Math.max(once(pages).length + besides.length, shown.length);
    const isAll = !read.typed.length && !Object.keys(every).length;
    return { shown, count, said: isAll ? number(count) : `${number(count)} found` };
  }

  function nearest(text) {
    return book.near(text).map((row) => ({ ...row, url: url(row.path) }));
  }

  function nothing(text, isFilters) {
    const names = book.near(text);
    const near = !names.length ? "" : names[0].why ? "Names like it:" : "By name:";
    const said = isFilters ? "No pupil has all of these filters. Remove one to see more." : "No page says this.";
    return [said, isFilters ? "" : book.notHeld, near].filter(Boolean).join(" ");
  }

  /* Pages that say these words under these filters, best first: those that only begin like a word where none says it. */
  async function found({ words, filters, why, isExact = false }, most) {
    const letters = words.join("").length;
    // One or two letters stand in nearly every page; names and codes are what they may mean.
    if (letters && letters < 3) return [];
    const { results } = await search(await index(), words, filters);
    if (!words.length) return results.map((result) => row(result, why));
    const checked = [];
    let at = 0;
    for (; at < Math.min(results.length, Math.max(most, 1)); at++) checked.push(await looked(results[at], words, isExact));
    // Where one page does not say the words, Pagefind has fallen back to their beginnings, and more have to be looked at.
    const fellBack = !isExact && checked.some(({ how }) => how >= BEGINS);
    for (; fellBack && at < Math.min(results.length, LOOKED_AT); at++) checked.push(await looked(results[at], words));
    const least = Math.min(...checked.map(({ how }) => how));
    const worst = isExact ? 0 : least < BEGINS ? BEGINS - 1 : BEGINS;
    const rest = fellBack || isExact ? [] : results.slice(at);
    return [
      ...checked.filter(({ how }) => how <= worst).map(({ result, page, how }) => ({ id: result.id, how, ...shownAs(page, why) })),
      ...rest.map((result) => row(result, why)),
    ];
  }

  /* A page that was loaded, and how it says the words: in its name and summary too, but where these are what words mean. */
  async function looked(result, words, isOnlyText = false) {
    const page = await result.data();
    const text = [page.content, ...(isOnlyText ? [] : [page.meta.title, page.meta.summary])].filter(Boolean).join(" ");
    return { result, page, how: said(text, words) };
  }

  /* A row whose page is only loaded when it is shown. */
  function row(result, why) {
    return { id: result.id, load: async () => shownAs(await result.data(), why) };
  }

  /* Count for each filter what its values would give: without its own choice. */
  async function counts(read, filters) {
    const opened = await index();
    if (!opened) return { all: {}, counts: {} };
    // Pagefind counts filters only once it has loaded them all.
    const all = await opened.filters();
    const chosen = Object.keys(filters);
    const [whole, ...others] = await Promise.all([
      search(opened, read.rest ?? [], filters),
      ...chosen.map((name) => search(opened, read.rest ?? [], Object.fromEntries(Object.entries(filters).filter(([other]) => other !== name)))),
    ]);
    const counted = { ...whole.filters };
    chosen.forEach((name, at) => (counted[name] = others[at].filters[name] ?? {}));
    return { all, counts: counted };
  }

  return { read: book.read, names, ask, counts, warm: index };
}

/* Rows that have the other words as they are, with these as why. */
function meaning(rows, said) {
  return rows.filter((row) => row.exact && !row.alike).map((row) => ({ ...row, why: row.why || said }));
}

/* Tell whether what was typed names one thing of a filter, and nothing else. */
function isOf(read, filter) {
  return !read.rest.length && read.meant.length === 1 && read.meant[0].filter === filter;
}

/* ---- Pagefind ---- */

function pagefind(root) {
  let loading;
  return () => {
    loading ??= load(root).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

async function load(root) {
  const folder = new URL("pagefind/", root);
  const answer = await fetch(new URL("bundles.json", folder));
  if (!answer.ok) throw new Error(`search index: ${answer.status}`);
  const { bundles } = await answer.json();
  if (!bundles.length) return null;
  const [first, ...others] = bundles.map((bundle) => new URL(`${bundle.folder}/`, folder));
  const opened = await import(new URL("pagefind.js", first).href);
  const options = { baseUrl: root.pathname, excerptLength: 18 };
  await opened.options(options);
  await opened.init();
  await Promise.all(others.map((bundle) => opened.mergeIndex(bundle.pathname, options)));
  return opened;
}

async function search(opened, words, filters) {
  if (!opened) return { results: [], filters: {} };
  const asked = Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, { any: values }]));
  const text = words.join(" ");
  return opened.search(text || null, { filters: asked, ...(text ? {} : { sort: { title: "asc" } }) });
}

/* ---- Pieces ---- */

function shownAs(page, why) {
  return { title: page.meta.title ?? "", summary: page.meta.summary ?? "", url: page.url, excerpt: page.excerpt, why: why(page), marks: [] };
}

/* Of the filters that words set, what this page has. */
function set(page, filters) {
  const values = Object.entries(filters).flatMap(([name, wanted]) => wanted.filter((value) => page.filters?.[name]?.includes(value)));
  return values.length ? `filter: ${values.join(", ")}` : "";
}

/* Each page once, where it stands first. */
function once(rows) {
  const known = new Set();
  return rows.filter((row) => {
    const keys = [row.url, row.id].filter(Boolean);
    if (keys.some((key) => known.has(key))) return false;
    keys.forEach((key) => known.add(key));
    return true;
  });
}

function number(count) {
  return count === 1 ? "1 page" : `${count.toLocaleString("en-GB")} pages`;
}
