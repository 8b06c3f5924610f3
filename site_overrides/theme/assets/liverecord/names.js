/* Names first, and what the words mean that people type. Pure: it is handed what names.json holds and touches no page. */
import MiniSearch from "./minisearch.js";

const MATCHING = { combineWith: "AND", prefix: true, fuzzy: typos, maxFuzzy: 2, weights: { prefix: 0.8, fuzzy: 0.15 } };

/* How many letters of a word may be wrong: none of two, one up to five, two of more. */
function typos(word) {
  return word.length < 3 ? false : word.length < 6 ? 1 : 2;
}

const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

/* Words as they are compared: small letters, without accents. */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđðþßæœı]/g, (letter) => LETTERS[letter]);
}

/* The words of a text; "Maya's" is Maya. */
export function wordsOf(text) {
  return plain(text).replace(/(?<=[\p{L}\p{N}])['’]s(?![\p{L}\p{N}])/gu, "").match(/[\p{L}\p{N}]+/gu) ?? [];
}

/* The words of a name, and those that a sign joins, or of which one is a number, as one word too: O'Neill is found by
   "oneill", 8 Blue by "8blue". */
function wordsOfName(text) {
  const words = wordsOf(text);
  // Most names have neither, and a school has thousands: they are not gone through again.
  const joined = /['’.-]/.test(text) ? (plain(text).match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)+/gu) ?? []).map((one) => one.replace(/['’.-]/g, "")) : [];
  const numbered = /\p{N}/u.test(text) ? words.slice(1).flatMap((word, at) => (/^\p{N}/u.test(words[at]) ? [words[at] + word] : [])) : [];
  return [...words, ...joined, ...numbered];
}

/* Open what names.json holds. */
export function open(held) {
  const groups = held.groups.map((values) => {
    const pairs = values.map((value, at) => [held.grouped[at], held.values[value]]).filter(([, value]) => value);
    return { summary: pairs.map(([, value]) => value).join(", "), filters: Object.fromEntries(pairs) };
  });
  const rows = [
    ...held.pupils.map(([title, id, group, also = ""]) => ({ title, also, path: `pupils/${id}/`, ...groups[group] })),
    ...held.pages.map(([title, path, summary, ...others]) => {
      // What a colleague is, is what the colleague is looked for by.
      const also = [...others, ...(isPerson({ path }) ? [summary] : [])].join(" ");
      return { title, also, others: others.map((each) => wordsOf(each).join(" ")), path, summary, filters: {} };
    }),
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
      // A short name of a page or a form is like many words: only people's names are mistyped, and a page's other words are whole.
      .filter((row) => isPerson(row) || (!row.alike && (row.isByTitle || row.others.includes(typed.join(" ")))))
      .filter((row) => wanted.every(([name, values]) => values.includes(row.filters[name])));
  }

  /* The few names that are nearest where nothing is found: those that were typed among other words, else those that are like one. */
  function near(text) {
    const typed = read(text).rest.filter((word) => word.length > 2);
    if (!typed.length) return [];
    const people = (fuzzy) =>
      index.search(typed.join(" "), { combineWith: "OR", prefix: (word) => word.length > 3, fuzzy, maxFuzzy: 3 }).filter((hit) => isPerson(rows[hit.id]) && hit.terms.some((term) => wordsOfName(rows[hit.id].title).includes(term)));
    const typedRight = people(false);
    const found = typedRight.length ? typedRight : people((word) => (word.length < 5 ? 1 : 0.25));
    return found.slice(0, 3).map((hit) => ({ ...rows[hit.id], marks: typedRight.length ? hit.terms : [], why: typedRight.length ? "" : "a name like it" }));
  }

  /* Read what was typed: the filters that it sets, and the words that are left. `literal` are phrases to be read as words. */
  function read(text, literal = []) {
    const typed = wordsOf(text);
    const meant = [];
    const rest = [];
    const left = [];
    for (let at = 0; at < typed.length; ) {
      const found = longest(typed, at, (said) => phrases.has(said) && !literal.includes(said));
      const passed = found ?? longest(typed, at, (said) => passedOver.has(said));
      if (found) for (const value of phrases.get(found.phrase).values) meant.push({ ...found, filter: phrases.get(found.phrase).filter, value });
      else rest.push(...typed.slice(at, at + (passed?.length ?? 1)));
      if (!passed) left.push(typed[at]);
      at += passed?.length ?? 1;
    }
    // A letter alone is a code only where nothing else is said: the E of a name is no plan.
    const letters = meant.filter((one) => one.phrase.length === 1).map((one) => one.phrase);
    if (left.length && letters.length) return read(text, [...literal, ...letters]);
    const filters = {};
    for (const { filter, value } of meant) if (!filters[filter]?.includes(value)) (filters[filter] ??= []).push(value);
    return { typed, meant, filters, rest: meant.length || left.length ? left : rest, instead: instead(typed) };
  }

  /* The longest phrase that begins here and is one of these; "8 b" is 8b. */
  function longest(typed, at, isOne) {
    for (let length = Math.min(MOST_WORDS, typed.length - at); length; length--) {
      const words = typed.slice(at, at + length);
      for (const phrase of [words.join(" "), words.join("")]) if (isOne(phrase)) return { phrase, length };
    }
    return null;
  }

  /* The same question in the words that pages use: "tribunal" is "appeal" there. */
  function instead(typed) {
    const text = ` ${typed.join(" ")} `;
    return Object.entries(held.instead)
      .filter(([said]) => text.includes(` ${said} `))
      .flatMap(([said, others]) => others.map((written) => ({ written, words: wordsOf(text.replace(` ${said} `, ` ${written} `)) })));
  }

  return { names, near, read, notHeld: held.not_held, isWide: (filter) => held.wide.includes(filter) };
}

const MOST_WORDS = 8;

function isPerson(row) {
  return /^(pupils|staff)\/./.test(row.path);
}

function isPupil(row) {
  return /^pupils\/./.test(row.path);
}

/* Phrases with the filter and the values that each means; a phrase of two filters means the first. */
function phrasesOf(held) {
  const found = new Map();
  for (const [filter, values] of Object.entries(held)) {
    for (const [value, phrases] of Object.entries(values)) {
      for (const phrase of phrases.map(plain)) {
        if (!found.has(phrase)) found.set(phrase, { filter, values: [] });
        if (found.get(phrase).filter === filter) found.get(phrase).values.push(value);
      }
    }
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
  // Beside the word itself a look-alike of it may stand in the same row.
  const alike = typed.some((word) => !hit.terms.some((term) => term.startsWith(word)));
  const own = wordsOfName(row.title);
  const isByTitle = typed.every((word) => own.some((term) => term.startsWith(word))) || hit.terms.every((term) => own.includes(term));
  const said = [];
  // A pupil goes by the name in use; whoever may know the other one finds it too.
  if (!isByTitle && isPupil(row)) said.push(`given name ${row.also}`);
  if (alike) said.push("a name like it");
  return { marks: hit.terms, why: said.join(", "), exact: kindOf(hit, typed) === 0, alike, isByTitle };
}

/* ---- What Pagefind gives ---- */

const ENDINGS = new Set(["", "s", "es", "d", "ed", "ing", "er", "ers", "y", "ies", "ied", "ly", "e", "ment", "ments", "al", "ion", "ions"]);
const PLURALS = new Set(["", "s", "es"]);
const LONG_ENOUGH = 4;

/* How a text says words: 0 these very words, 1 with other endings, 2 only as beginnings of others, 3 not all of them.
   Pagefind falls back to ever shorter beginnings, and those are not the word. */
export function said(text, words) {
  const there = [...new Set(wordsOf(text))];
  return Math.max(0, ...words.map((word) => Math.min(3, ...there.map((other) => formOf(word, other)))));
}

function formOf(word, other) {
  if (word === other) return 0;
  if (word.length < 3) return 3;
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  const endings = same < LONG_ENOUGH ? PLURALS : ENDINGS;
  if (same > 2 && endsSo(word.slice(same), endings) && endsSo(other.slice(same), endings)) return 1;
  return same === word.length ? 2 : 3;
}

function endsSo(ending, endings) {
  // A doubled letter goes with its ending: "running", "run".
  return endings.has(ending) || (ending.length > 2 && endings.has(ending.slice(1)));
}
