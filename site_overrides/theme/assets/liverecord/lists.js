/* Lists that a reader narrows and sorts. What was chosen lives in the address, so that a list can be kept as a bookmark or sent.
   Every list is whole without this file. records.js tells which day it is, and counts again whatever is shown and hidden here. */
"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const number = (day) => Date.UTC(...day.split("-").map((part, index) => Number(part) - (index === 1 ? 1 : 0))) / 86400000;
  const spelled = (value) => value.toLocaleString("en-GB");
  const lower = (text) => text.toLocaleLowerCase("en-GB");
  const monday = (day) => number(day) - ((number(day) + 3) % 7);
  const today = () => document.documentElement.dataset.today || document.querySelector('meta[name="liverecord-as-of"]')?.content || "";

  const remember = (change) => {
    const query = new URLSearchParams(location.search);
    change(query);
    history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
  };

  /* ---- How a row is held against what was chosen ---- */

  const columns = new Map();
  const cell = (row, heading) => {
    const table = row.closest("table");
    if (!columns.has(table)) columns.set(table, all("thead th", table).map((head) => head.textContent.trim()));
    return row.cells[columns.get(table).indexOf(heading)]?.textContent.trim() ?? "";
  };

  // Kept until the day changes, and with it what a row says of it.
  const texts = new Map();
  const text = (row) => {
    if (!texts.has(row)) texts.set(row, lower(row.textContent));
    return texts.get(row);
  };

  const state = (row) => {
    const time = row.querySelector("time.duty");
    return time?.classList.contains("overdue") ? "Overdue" : time?.classList.contains("late") ? "Behind" : time ? "Coming up" : "Nothing due";
  };

  const within = (due, { first, last, until, week }) => {
    if (!due || (first ?? last ?? until ?? week) === undefined) return false;
    if (week !== undefined) return monday(due) === monday(today());
    const days = number(due) - number(today());
    return (first === undefined || days >= Number(first)) && (last === undefined || days <= Number(last)) && (until === undefined || due <= until);
  };

  const ways = {
    text: (row, value) => lower(value).split(/\s+/).every((word) => text(row).includes(word)),
    cell: (row, value, field) => {
      const said = cell(row, field.dataset.column);
      return said === value || said.split("; ").includes(value);
    },
    carried: (row, value, field) => (row.dataset[field.name] ?? "").split(" ").includes(value),
    state: (row, value) => state(row) === value,
    days: (row, _value, field) => within(row.dataset.due, field.selectedOptions[0].dataset),
    week: (row, value) => /^\d{4}-\d\d-\d\d$/.test(value) && monday(row.dataset.due) === number(value),
  };

  /* ---- Filters ---- */

  const restore = (fields) => {
    const query = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = (query.get(field.name) ?? "").slice(0, 60);
      // What was sent may have nothing left here: then the list is empty and says why, and is not the whole list.
      if (value && field.options && ![...field.options].some((option) => option.value === value)) field.add(new Option(value, value));
      if (value) field.value = value;
    }
  };

  const narrowing = (form) => {
    const fields = [...form.elements].filter((field) => field.name);
    const rows = all("[data-narrowed] tbody tr");
    const undated = all("[data-no-date]").map((section) => [section, all("tbody tr", section)]);
    const found = document.querySelector("[data-found]");
    const none = document.querySelector("[data-no-match]");
    const apply = () => {
      const asked = fields.filter((field) => field.value.trim());
      let shown = 0;
      let total = 0;
      for (const row of rows) {
        const out = !asked.every((field) => ways[field.dataset.way](row, field.value.trim(), field));
        const gone = "gone" in row.dataset;
        row.toggleAttribute("data-out", out);
        row.hidden = gone || out;
        total += Number(!gone);
        shown += Number(!gone && !out);
      }
      // Without a day no window holds them, and none hides them: only whose they are, and what.
      const carried = asked.filter((field) => field.dataset.way === "carried");
      for (const [section, own] of undated) {
        for (const row of own) row.hidden = !carried.every((field) => ways.carried(row, field.value.trim(), field));
        section.hidden = own.every((row) => row.hidden);
        // What is left of a folded part is what was asked for.
        if (carried.length && section.localName === "details") section.open = true;
      }
      if (found) {
        found.textContent = asked.length ? `${spelled(shown)} of ${spelled(total)} shown` : `${spelled(total)} ${total === 1 ? found.dataset.one : found.dataset.many}`;
      }
      if (none) none.hidden = shown > 0 || total === 0;
      remember((query) => {
        for (const field of fields) query.delete(field.name);
        for (const field of asked) query.set(field.name, field.value.trim());
      });
      document.dispatchEvent(new CustomEvent("liverecord:rows"));
    };
    for (const row of rows) if (row.hidden) row.dataset.gone = "";
    restore(fields);
    form.removeAttribute("data-waiting");
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    document.addEventListener("liverecord:day", () => {
      texts.clear();
      apply();
    });
    apply();
  };

  /* ---- Sorts ---- */

  const sortable = (table) => {
    const heads = all("thead th", table);
    const order = new Intl.Collator("en-GB", { numeric: true });
    const sort = (index, down) => {
      const body = table.tBodies[0];
      const key = (row) => row.cells[index]?.dataset.sort ?? row.cells[index]?.textContent.trim() ?? "";
      const rows = [...body.rows].map((row) => [key(row), row]);
      rows.sort((a, b) => (down ? order.compare(b[0], a[0]) : order.compare(a[0], b[0])));
      body.append(...rows.map(([, row]) => row));
      heads.forEach((head, at) => (at === index ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    };
    heads.forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = head.textContent;
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        sort(index, down);
        remember((query) => query.set("sort", `${down ? "-" : ""}${head.textContent.trim()}`));
      });
      head.replaceChildren(button);
    });
    const asked = new URLSearchParams(location.search).get("sort");
    const index = heads.findIndex((head) => head.textContent.trim() === asked?.replace(/^-/, ""));
    if (index >= 0) sort(index, asked.startsWith("-"));
  };

  const start = () => {
    for (const table of all("table[data-pupils], table[data-sortable]")) sortable(table);
    for (const form of all("form[data-filters]")) narrowing(form);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
