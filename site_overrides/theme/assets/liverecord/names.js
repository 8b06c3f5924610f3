/* Names first, and what the words mean that people type. Pure: it is handed what names.json holds and touches no page. */
import MiniSearch from "./minisearch.js";

const MATCHING = { combineWith: "AND", prefix: true, fuzzy: typos, maxFuzzy: 2, weights: { prefix: 0.8, fuzzy: 0.15 } };

/* How many letters of a word may be wrong: none of two, one up to five, two of more. */
function typos(word) {
  return word.length < 3 ? false : word.length < 6 ? 1 : 2;
}

/* Words as they are compared: small letters, without accents. */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export function wordsOf(text) {
  return plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/* The words of a name, and those joined by a sign also as one: O'Neill is found by "oneill", Teasdale-Roy by each part. */
function wordsOfName(text) {
  const joined = (plain(text).match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)+/gu) ?? []).map((one) => one.replace(/['’.-]/g, ""));
  return [...wordsOf(text), ...joined];
}

/* Open what names.json holds. */
export function open(held) {
  const groups = held.groups.map((values) => {
    const pairs = values.map((value, at) => [held.grouped[at], held.values[value]]).filter(([, value]) => value);
    return { summary: pairs.map(([, value]) => value).join(", "), filters: Object.fromEntries(pairs) };
  });
  const rows = [
    ...held.pupils.map(([title, id, group, also = ""]) => ({ title, also, path: `pupils/${id}/`, ...groups[group] })),
    ...held.pages.map(([title, path, summary]) => ({ title, also: "", path, summary, filters: {} })),
  ];
  const index = new MiniSearch({ fields: ["title", "also"], tokenize: wordsOfName, processTerm: (term) => term, searchOptions: { tokenize: wordsOf } });
  index.addAll(rows.map((row, id) => ({ id, title: row.title, also: row.also })));
  const phrases = phrasesOf(held.phrases);
  const passedOver = new Set(held.passed_over);

  /* Rows by name, best first; each with why it is one. */
  function names(text, filters = {}) {
    const typed = wordsOf(text);
    if (!typed.length) return [];
    const wanted = Object.entries(filters);
    return best(index.search(typed.join(" "), MATCHING), typed)
      .map((hit) => ({ ...rows[hit.id], ...why(rows[hit.id], hit, typed) }))
      // A short name of a page or a form is like many words; only people's names are mistyped.
      .filter((row) => !row.alike || isPerson(row))
      .filter((row) => wanted.every(([name, values]) => values.includes(row.filters[name])));
  }

  /* The few names that are nearest where none is near enough. */
  function near(text) {
    const typed = read(text).rest.filter((word) => word.length > 2);
    if (!typed.length) return [];
    return index
      .search(typed.join(" "), { combineWith: "OR", prefix: (word) => word.length > 3, fuzzy: (word) => (word.length < 5 ? 1 : 0.34), maxFuzzy: 3 })
      .filter((hit) => isPerson(rows[hit.id]))
      .slice(0, 3)
      .map((hit) => ({ ...rows[hit.id], marks: [], why: "a name like it" }));
  }

  /* Read what was typed: the filters that it sets, and the words that are left. `literal` are phrases to be read as words. */
  function read(text, literal = []) {
    const typed = wordsOf(text);
    const meant = [];
    const rest = [];
    for (let at = 0; at < typed.length; ) {
      const found = longest(typed, at, literal);
      if (found) meant.push({ ...found, at });
      else rest.push(typed[at]);
      at += found ? found.length : 1;
    }
    const left = rest.filter((word) => !passedOver.has(word));
    // A letter alone is a code only where nothing else is said: the E of a name is no plan.
    if (left.length && meant.some((one) => one.phrase.length === 1)) return read(text, [...literal, ...meant.filter((one) => one.phrase.length === 1).map((one) => one.phrase)]);
    const filters = {};
    for (const { filter, value } of meant) if (!filters[filter]?.includes(value)) (filters[filter] ??= []).push(value);
    return { typed, meant, filters, rest: meant.length ? left : typed, instead: instead(typed) };
  }

  function longest(typed, at, literal) {
    for (let length = Math.min(MOST_WORDS, typed.length - at); length; length--) {
      const said = typed.slice(at, at + length).join(" ");
      if (phrases.has(said) && !literal.includes(said)) return { phrase: said, length, ...phrases.get(said) };
    }
    return null;
  }

  /* The same question in the words that pages use: "tribunal" is "appeal" there. */
  function instead(typed) {
    const text = ` ${typed.join(" ")} `;
    for (const [said, written] of Object.entries(held.instead)) {
      if (text.includes(` ${said} `)) return { said, written, words: text.replace(` ${said} `, ` ${written} `).trim() };
    }
    return null;
  }

  return { names, near, read, notHeld: held.not_held };
}

const MOST_WORDS = 8;

function isPerson(row) {
  return /^(pupils|staff)\/./.test(row.path);
}

function phrasesOf(held) {
  const found = new Map();
  for (const [filter, values] of Object.entries(held)) {
    for (const [value, phrases] of Object.entries(values)) for (const phrase of phrases) if (!found.has(plain(phrase))) found.set(plain(phrase), { filter, value });
  }
  return found;
}

/* Names that hold the words as typed stand before those that hold a beginning, and both before a typing error's. */
function best(hits, typed) {
  const ranked = hits.map((hit) => ({ hit, kind: kindOf(hit, typed) }));
  const least = Math.min(2, ...ranked.map((one) => one.kind));
  // Who types a name right is not shown its look-alikes.
  const kept = least < 2 ? ranked.filter((one) => one.kind < 2) : ranked;
  return kept.sort((one, other) => one.kind - other.kind || other.hit.score - one.hit.score).map((one) => one.hit);
}

function kindOf(hit, typed) {
  return Math.max(...typed.map((word) => Math.min(3, ...hit.terms.map((term) => (term === word ? 0 : term.startsWith(word) ? 1 : 2)))));
}

function why(row, hit, typed) {
  const alike = hit.terms.filter((term) => !typed.some((word) => term.startsWith(word)));
  const own = wordsOfName(row.title);
  const said = [];
  if (row.also && hit.terms.some((term) => !own.includes(term))) said.push(`also ${row.also}`);
  if (alike.length) said.push("a name like it");
  return { marks: hit.terms, why: said.join(", "), exact: kindOf(hit, typed) === 0, alike: alike.length > 0 };
}

/* ---- What Pagefind gives ---- */

const ENDINGS = new Set(["", "s", "es", "d", "ed", "ing", "er", "ers", "y", "ies", "ied", "ly", "e", "ment", "ments", "al", "ion", "ions"]);

/* Tell whether a page says each of these words: Pagefind falls back to ever shorter beginnings, and those are not the word. */
export function says(page, words) {
  const said = new Set(wordsOf(`${page.meta.title ?? ""} ${page.meta.summary ?? ""} ${page.content ?? ""}`));
  return words.every((word) => said.has(word) || (word.length > 2 && [...said].some((other) => isFormOf(word, other))));
}

function isFormOf(word, other) {
  if (other.startsWith(word)) return true;
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  return same > 2 && endsSo(word.slice(same)) && endsSo(other.slice(same));
}

function endsSo(ending) {
  // A doubled letter goes with its ending: "running", "run".
  return ENDINGS.has(ending) || (ending.length > 2 && ENDINGS.has(ending.slice(1)));
}
