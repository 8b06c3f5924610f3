/* What the browser knows better than the build: today's date. lists.js hears of it, and narrows lists.
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

  /* What is late is overdue past a limit of the law, and the days count from that; past its own day alone it is behind. */
  const isOverdue = ({ limit }, today) => limit !== undefined && limit < today;
  const said = (days, overdue) => (days < 0 ? `${overdue ? "Overdue" : "Behind"} ${count(-days, "day")}` : days === 0 ? "Due today" : `In ${count(days, "day")}`);

  const retell = (today) => {
    for (const time of all("time.duty[data-due]")) {
      const overdue = isOverdue(time.dataset, today);
      const days = number(overdue ? time.dataset.limit : time.dataset.due) - number(today);
      time.textContent = said(days, overdue);
      if ("quiet" in time.dataset) time.hidden = days > 0;
      time.classList.toggle("late", days < 0);
      time.classList.toggle("overdue", overdue);
      // As render/states.py has it: what is due within a week is soon, by whatever rule.
      time.classList.toggle("soon", days >= 0 && days <= 7);
      time.classList.toggle("later", days > 7);
    }
    for (const row of all("tr[data-latent], tr[data-coming]")) {
      const gone = "latent" in row.dataset ? row.dataset.due >= today : row.dataset.due < today;
      row.toggleAttribute("data-gone", gone);
      row.hidden = gone || "out" in row.dataset;
    }
    recountAll();
    for (const tile of all("[data-tile]")) retile(tile, today);
    for (const part of all("[data-day]")) mark(part, part.dataset.day === today);
    const rows = all("[data-grouping] tr[data-due]:not([data-gone])");
    for (const total of all("[data-total]")) total.textContent = rows.length.toLocaleString("en-GB");
    for (const total of all("[data-late]")) {
      const overdue = rows.filter((row) => isOverdue(row.dataset, today)).length;
      total.textContent = `${overdue.toLocaleString("en-GB")} overdue, ${(rows.length - overdue).toLocaleString("en-GB")} behind`;
    }
    for (const empty of all("[data-all-empty]")) empty.hidden = rows.length > 0;
    document.documentElement.dataset.today = today;
    document.dispatchEvent(new CustomEvent("liverecord:day"));
  };

  const recountAll = () => {
    for (const section of all("[data-rows]").reverse()) recount(section);
  };

  const recount = (section) => {
    const rows = all("tr[data-due]:not([hidden])", section).length;
    for (const counter of all("[data-count]", section)) {
      if (counter.closest("[data-rows]") === section) counter.textContent = rows.toLocaleString("en-GB");
    }
    const table = section.querySelector(":scope > [data-table]");
    const empty = section.querySelector(":scope > [data-empty]");
    if (table) table.hidden = rows === 0;
    // Where a filter hides what there is, nothing is said to be empty.
    const out = section.querySelector("tr[data-out]:not([data-gone])") !== null;
    if (empty) empty.hidden = rows > 0 || out;
    if (section.closest("[data-narrowed]")) section.hidden = rows === 0 && (out || section.closest("[data-grouping]") !== null);
    const lead = document.querySelector(`[data-leads="${CSS.escape(section.querySelector("[id]")?.id ?? "")}"]`);
    if (!lead) return;
    lead.hidden = rows === 0;
    lead.querySelector("[data-number]").textContent = rows.toLocaleString("en-GB");
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
    if ("part" in tile.dataset) {
      tile.hidden = value === 0;
      return;
    }
    tile.querySelector("[data-none]").hidden = value > 0;
    for (const some of all("[data-some]", tile)) some.hidden = value === 0;
    if (grows) tile.classList.toggle("has", value > 0); // What shrinks is coming up, and has no colour.
  };

  /* The week's page marks the part of today. */
  const mark = (part, isToday) => {
    part.classList.toggle("is-today", isToday);
    part.querySelector(".now").hidden = !isToday;
    const link = part.querySelector('a[href^="#"]');
    if (link && isToday) link.setAttribute("aria-current", "date");
    else if (link) link.removeAttribute("aria-current");
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
    if (!site.past) banner(meta || site.as_of, today, site.pinned);
    about(site);
    if (!site.pinned && today > (meta || site.as_of)) retell(today);
  };

  /* ---- Blocks to paste ---- */

  const copyable = (block, at) => {
    // Without an id of its own the theme calls each block by what it stands in, which has several.
    block.id = `paste-${at + 1}`;
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

  /* ---- On a phone ---- */

  const narrow = matchMedia("(max-width: 48em)");

  /* Safari forgets what a table is when its parts become blocks: said in so many words. */
  const roles = { table: "table", "thead, tbody": "rowgroup", tr: "row", "thead th": "columnheader", "tbody th": "rowheader", td: "cell" };
  const sayWhatTablesAre = () => {
    for (const [selector, role] of Object.entries(roles)) {
      for (const one of all(`:is(${selector})`).filter((each) => each.closest("table.list"))) one.setAttribute("role", role);
    }
  };

  const showCurrentTab = () => {
    const tab = document.querySelector(".md-tabs__list > .md-tabs__item--active")?.getBoundingClientRect();
    const list = document.querySelector(".md-tabs__list");
    const row = list?.getBoundingClientRect();
    if (tab) list.scrollLeft += tab.left + tab.width / 2 - row.left - row.width / 2;
  };

  const start = () => {
    showCurrentTab();
    if (narrow.matches) sayWhatTablesAre();
    all("details.add pre").forEach(copyable);
    date();
  };

  document.addEventListener("liverecord:rows", recountAll);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
