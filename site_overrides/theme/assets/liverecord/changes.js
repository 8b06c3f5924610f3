/* What changed since the reader last looked, and filters of the pages of changes.
   What was seen is kept in this browser alone, by record id and commit: nothing of it is ever sent. Every page is whole
   without this file, and without a store. */
"use strict";
(() => {
  const root = new URL("../../", document.currentScript.src);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const count = (value, one, many = `${one}s`) => `${value.toLocaleString("en-GB")} ${value === 1 ? one : many}`;
  const words = (day) => `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1]}${day.slice(0, 4) === today().slice(0, 4) ? "" : ` ${day.slice(0, 4)}`}`;
  const today = () => {
    // The school's own day, wherever the reader's clock is set.
    const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date());
    const part = (type) => parts.find((each) => each.type === type).value;
    return `${part("year")}-${part("month")}-${part("day")}`;
  };

  /* ---- Since you last looked ---- */

  const store = `liverecord:looked:${root.pathname}`;
  const most = 1000;
  const days = 400;
  const day = /^\d{4}-\d{2}-\d{2}$/;

  // What was seen, by record: the day of the newest look and what stood there, and the same of the look before that day.
  // It is newer commits that count, not later moments: a branch that was merged today may bring what was written last week.
  const isLook = (look) => look && day.test(look.day) && Array.isArray(look.seen);
  const recall = () => {
    try {
      const found = JSON.parse(localStorage.getItem(store) ?? "{}");
      return found && typeof found === "object" && !Array.isArray(found) ? found : {};
    } catch {
      return {};
    }
  };
  const remember = (looks) => {
    const since = new Date(Date.now() - days * 86400000).toISOString().slice(0, 10);
    const kept = Object.entries(looks).filter(([, each]) => isLook(each?.last) && each.last.day >= since);
    kept.sort(([, one], [, other]) => (one.last.day < other.last.day ? 1 : -1));
    try {
      localStorage.setItem(store, JSON.stringify(Object.fromEntries(kept.slice(0, most))));
    } catch {
      // No store, or a full one: nothing is marked next time.
    }
  };

  const look = (place) => {
    const id = place.dataset.looked;
    const here = place.dataset.revisions
      ? place.dataset.revisions.split(" ")
      : all("[data-revision]", place).slice(0, 30).map((each) => each.dataset.revision);
    if (!here.length) return;
    const looks = recall();
    const known = looks[id];
    const now = today();
    const last = isLook(known?.last) ? known.last : null;
    // On the same day the look before stays what is compared with, so that the marks do not go with a second glance.
    const before = last && last.day < now ? last : isLook(known?.before) ? known.before : null;
    remember({ ...looks, [id]: { last: { day: now, seen: here }, before } });
    if (before) tell(place, before, here);
  };

  const tell = (place, before, here) => {
    const seen = new Set(before.seen);
    const fresh = here.filter((each) => !seen.has(each));
    const since = `since you last looked on ${words(before.day)}`;
    const line = document.createElement("p");
    line.className = "small";
    line.dataset.since = "";
    line.textContent = fresh.length ? `${count(fresh.length, "time")} changed ${since}. Only this browser knows when you looked.` : `Nothing changed ${since}.`;
    place.prepend(line);
    const marked = new Set(fresh);
    for (const item of all("[data-revision]", place)) {
      if (!marked.has(item.dataset.revision)) continue;
      const tag = document.createElement("span");
      tag.className = "tag soon";
      tag.textContent = "New";
      item.classList.add("new");
      (item.querySelector(".by") ?? item).prepend(tag, " ");
    }
    const news = document.querySelector("[data-news]");
    if (news && fresh.length) {
      news.textContent = `${fresh.length.toLocaleString("en-GB")} new`;
      news.before(" ");
      news.hidden = false;
    }
  };

  /* ---- Filters, kept in the address ---- */

  const filter = (form) => {
    const entries = all("[data-entry]");
    const groups = all("[data-group]").reverse();
    const found = document.querySelector("[data-changes-found]");
    const closed = all("details").filter((each) => each.closest("[data-group]") && !each.open);
    const fitsWhat = (what, part, kind) => {
      const [its, happened] = what.split(":");
      return (!part || part === its) && (!kind || kind === happened);
    };
    const apply = () => {
      const asked = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
      const { part, kind } = asked;
      let shown = 0;
      for (const entry of entries) {
        const whats = (entry.dataset.what ?? "").split(" ");
        const fits = ["by", "year", "form"].every((name) => !asked[name] || entry.dataset[name] === asked[name]);
        entry.hidden = !(fits && whats.some((what) => fitsWhat(what, part, kind)));
        shown += entry.hidden ? 0 : 1;
      }
      for (const list of all(".revision")) {
        const lines = all("li[data-what]:not([data-entry])", list);
        const matching = lines.filter((line) => fitsWhat(line.dataset.what, part, kind));
        // Where what was asked for is only among those that this page leaves out, the others stand for it.
        for (const line of lines) line.hidden = matching.length > 0 && !matching.includes(line);
      }
      for (const group of groups) group.hidden = !all("[data-entry]", group).some((entry) => !entry.hidden);
      const narrowed = Object.keys(asked).length > 0;
      for (const each of closed) each.open = narrowed && all("li:not([hidden])", each).length > 0;
      found.textContent = narrowed ? `${count(shown, "entry", "entries")} of ${entries.length.toLocaleString("en-GB")}` : count(entries.length, "entry", "entries");
      const query = new URLSearchParams(location.search);
      for (const field of form.elements) if (field.name) query.delete(field.name);
      for (const [name, value] of Object.entries(asked)) query.set(name, value);
      history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    };
    const query = new URLSearchParams(location.search);
    for (const field of form.elements) {
      if (field.name && query.has(field.name)) field.value = query.get(field.name);
      // What the address asks for and this page does not have is asked for no more.
      if (field.name && field.selectedIndex < 0) field.value = "";
    }
    form.removeAttribute("data-waiting");
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    apply();
  };

  const start = () => {
    for (const place of all("[data-looked]")) look(place);
    for (const form of all("[data-changes-filter]")) filter(form);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
