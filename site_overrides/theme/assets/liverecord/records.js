/* What the browser knows better than the build: today's date, and what the reader filters for.
   Every page is whole without this file. Nothing is fetched but /site.json, which lies beside the pages. */
"use strict";
(() => {
  const root = new URL("../../", document.currentScript.src);
  const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const iso = (moment) => {
    // The school's own day, wherever the reader's clock is set.
    const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(moment);
    const part = (type) => parts.find((each) => each.type === type).value;
    return `${part("year")}-${part("month")}-${part("day")}`;
  };
  const number = (day) => Date.UTC(...day.split("-").map((part, index) => Number(part) - (index === 1 ? 1 : 0))) / 86400000;
  const words = (day) => `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
  const count = (value, one, many = `${one}s`) => `${value.toLocaleString("en-GB")} ${value === 1 ? one : many}`;

  /* ---- The day ---- */

  const said = (days, late) => (days < 0 ? `${late || "Overdue"} ${count(-days, "day")}` : days === 0 ? "Due today" : `In ${count(days, "day")}`);

  const retell = (today) => {
    for (const time of all("time.duty[data-due]")) {
      const days = number(time.dataset.due) - number(today);
      time.textContent = said(days, time.dataset.late);
      if ("quiet" in time.dataset) time.hidden = days > 0;
      time.classList.toggle("late", days < 0);
      time.classList.toggle("soon", days >= 0 && days <= Number(time.dataset.warn));
      time.classList.toggle("plain", days > Number(time.dataset.warn));
    }
    for (const row of all("tr[data-latent]")) row.hidden = row.dataset.due >= today;
    for (const row of all("tr[data-coming]")) row.hidden = row.dataset.due < today;
    for (const section of all("[data-rows]").reverse()) recount(section);
    for (const tile of all("[data-tile]")) retile(tile, today);
    for (const total of all("[data-total]")) {
      const rows = all('[data-grouping="owner"] tr[data-due]:not([hidden])').length;
      total.textContent = rows.toLocaleString("en-GB");
      for (const empty of all("[data-all-empty]")) empty.hidden = rows > 0;
    }
  };

  const recount = (section) => {
    const rows = all("tr[data-due]:not([hidden])", section).length;
    for (const counter of all("[data-count]", section)) {
      if (counter.closest("[data-rows]") === section) counter.textContent = rows.toLocaleString("en-GB");
    }
    const table = section.querySelector(":scope > [data-table]");
    const empty = section.querySelector(":scope > [data-empty]");
    if (table) table.hidden = rows === 0;
    if (empty) empty.hidden = rows > 0;
    if (section.closest("[data-grouping]")) section.hidden = rows === 0;
  };

  const retile = (tile, today) => {
    const figure = tile.querySelector("b");
    const label = tile.querySelector("[data-one]");
    figure.dataset.built ??= figure.textContent.replaceAll(",", "");
    let passed = 0;
    for (const entry of tile.dataset.days.split(" ").filter(Boolean)) {
      const [day, times = "1"] = entry.split("*");
      if (day < today) passed += Number(times);
    }
    const grows = tile.dataset.tile === "+";
    const value = Number(figure.dataset.built) + (grows ? passed : -passed);
    figure.textContent = value.toLocaleString("en-GB");
    label.textContent = value === 1 ? label.dataset.one : label.dataset.many;
    if (grows && passed) {
      tile.hidden = false;
      tile.classList.add("has");
    }
  };

  const banner = (asOf, today, pinned) => {
    if (!asOf) return;
    const behind = number(today) - number(asOf);
    if (pinned ? behind === 0 : behind <= 1) return;
    const line = document.createElement("p");
    line.className = "banner";
    line.setAttribute("role", "status");
    line.textContent = pinned
      ? `This is the school as of ${words(asOf)}.`
      : `These pages were made ${count(behind, "day")} ago, on ${words(asOf)}. Records changed since then are not here yet; dates are told from today.`;
    document.querySelector(".md-content__inner h1")?.before(line);
  };

  const about = (site) => {
    const built = new Date(site.built_at);
    const at = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });
    for (const place of all("[data-site]")) {
      if (place.dataset.site === "built_at" && !Number.isNaN(built.valueOf())) place.textContent = `${words(iso(built))}, ${at.format(built)}`;
      const audience = document.querySelector("[data-liverecord-audience]")?.textContent;
      if (place.dataset.site === "audience" && audience) place.textContent = audience;
    }
  };

  const date = async () => {
    const today = iso(new Date());
    const meta = document.querySelector('meta[name="liverecord-as-of"]')?.content;
    let site = null;
    try {
      const answer = await fetch(new URL("site.json", root), { cache: "no-cache", credentials: "same-origin" });
      if (answer.ok) site = await answer.json();
    } catch {
      // Opened from a folder, or offline: the page stands as it was made.
    }
    if (!site) return;
    banner(meta || site.as_of, today, site.pinned);
    about(site);
    if (!site.pinned && today > (meta || site.as_of)) retell(today);
  };

  /* ---- Filters and sorts of the pupils' table ---- */

  const filter = (form, table) => {
    const heads = all("thead th", table).map((head) => head.textContent.trim());
    const column = { year: "Year", form: "Form", support: "Support", need: "Needs", keyworker: "Key worker" };
    const rows = all("tbody tr", table).map((row) => {
      const cells = [...row.cells];
      const read = (head) => cells[heads.indexOf(head)]?.textContent.trim() ?? "";
      return { row, read, text: row.textContent.toLocaleLowerCase("en-GB") };
    });
    const due = ({ row }) => {
      const time = row.querySelector("time.duty");
      if (!time) return "Nothing due";
      return time.classList.contains("late") ? "Overdue" : time.classList.contains("soon") ? "Coming up" : "Nothing due";
    };
    const fits = (entry, name, value) => {
      if (name === "text") return value.toLocaleLowerCase("en-GB").split(/\s+/).every((word) => entry.text.includes(word));
      if (name === "due") return due(entry) === value;
      if (name === "need") return entry.read("Needs").split("; ").includes(value);
      return entry.read(column[name]) === value;
    };
    const found = document.querySelector("[data-found]");
    const apply = () => {
      const asked = [...new FormData(form)].filter(([, value]) => value.trim());
      let shown = 0;
      for (const entry of rows) {
        entry.row.hidden = !asked.every(([name, value]) => fits(entry, name, value));
        if (!entry.row.hidden) shown += 1;
      }
      if (found) found.textContent = asked.length ? `${count(shown, "pupil")} of ${rows.length.toLocaleString("en-GB")}` : count(rows.length, "pupil");
      const query = new URLSearchParams(location.search);
      for (const field of form.elements) if (field.name) query.delete(field.name);
      for (const [name, value] of asked) query.set(name, value.trim());
      history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    };
    const query = new URLSearchParams(location.search);
    for (const field of form.elements) if (field.name && query.has(field.name)) field.value = query.get(field.name);
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    apply();
    return apply;
  };

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
    const remember = (index, down) => {
      const query = new URLSearchParams(location.search);
      query.set("sort", `${down ? "-" : ""}${heads[index].textContent.trim()}`);
      history.replaceState(null, "", `${location.pathname}?${query}${location.hash}`);
    };
    heads.forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = head.textContent;
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        sort(index, down);
        remember(index, down);
      });
      head.replaceChildren(button);
    });
    const asked = new URLSearchParams(location.search).get("sort");
    if (asked) {
      const index = heads.findIndex((head) => head.textContent.trim() === asked.replace(/^-/, ""));
      if (index >= 0) sort(index, asked.startsWith("-"));
    }
  };

  /* ---- Blocks to paste ---- */

  const copyable = (block) => {
    if (!navigator.clipboard) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(`${block.textContent}\n`);
      button.textContent = "Copied";
    });
    block.before(button);
  };

  const start = async () => {
    for (const block of all("details.add pre")) copyable(block);
    const dated = date();
    for (const table of all("table[data-pupils], table[data-sortable]")) sortable(table);
    const form = document.querySelector("[data-filters]");
    const table = document.querySelector("table[data-pupils]");
    if (!form || !table) return;
    const again = filter(form, table);
    await dated;
    // What is due may have changed with the day.
    again();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
