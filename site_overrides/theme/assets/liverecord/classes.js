/* The first page of those who teach. Which classes are the reader's own is marked there, and they stand first from then on,
   with what changed for their pupils. What is typed into the box narrows the classes as well as the pupils (lists.js).
   Only this browser remembers the classes, by their names, since an address may be another class's next year; nothing is ever sent. Without this file, or
   without a store, every class is listed. */
"use strict";
(() => {
  const root = new URL("../../", document.currentScript.src);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const store = `liverecord:classes:${root.pathname}`;
  const most = 60;

  const recall = () => {
    try {
      const found = JSON.parse(localStorage.getItem(store) ?? "[]");
      return Array.isArray(found) ? found.filter((each) => typeof each === "string").slice(0, most) : [];
    } catch {
      return [];
    }
  };
  const remember = (own) => {
    try {
      localStorage.setItem(store, JSON.stringify(own.slice(0, most)));
    } catch {
      // No store, or a full one: the choice holds until the page is left.
    }
  };

  /* ---- What changed, of the reader's own pupils ---- */

  const newsOf = (section) => {
    const heading = section.querySelector("h2");
    const [title, home] = [heading.textContent, section.previousElementSibling];
    const [newest, earlier] = all("ul.news", section);
    const lines = all("li[data-of]", section);
    const open = newest ? newest.children.length : 0;
    const none = section.querySelector("[data-no-news]");
    return (own, mine) => {
      const shown = lines.filter((line) => !own.length || line.dataset.of.split(" ").some((each) => own.includes(each)));
      heading.textContent = own.length ? "What changed for your pupils" : title;
      (own.length ? mine : home).after(section);
      if (!newest) return;
      newest.replaceChildren(...shown.slice(0, open));
      newest.hidden = !shown.length;
      none.hidden = shown.length > 0;
      if (!earlier) return;
      earlier.replaceChildren(...shown.slice(open));
      const folded = shown.length - newest.children.length;
      earlier.parentElement.hidden = !folded;
      earlier.parentElement.querySelector("summary").textContent = `${folded} more ${folded === 1 ? "change" : "changes"}`;
    };
  };

  /* ---- The box above everything ---- */

  const lower = (text) => text.toLocaleLowerCase("en-GB");
  const narrowing = (items, sections) => {
    const box = document.querySelector("form[data-filters] input[type=search]");
    const narrow = () => {
      const asked = lower(box.value).split(/\s+/).filter(Boolean);
      for (const item of items) item.hidden = !asked.every((word) => lower(item.querySelector("a").textContent).includes(word));
      for (const section of sections) section.hidden = all("[data-class]", section).every((item) => item.hidden);
    };
    if (!box) return;
    document.addEventListener("liverecord:rows", narrow);
    narrow();
  };

  const start = () => {
    for (const button of all("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => print());
    }
    order(all("[data-classes] > [data-class]"));
    // What waited to be put in order is shown from here on.
    document.documentElement.classList.add("in-order");
  };

  const order = (items) => {
    if (!items.length) return;
    let own = recall();
    const mine = document.createElement("section");
    const heading = document.createElement("h2");
    heading.id = "mine";
    heading.textContent = "Mine";
    const list = document.createElement("ul");
    list.className = "classes";
    const note = document.createElement("p");
    note.className = "small";
    note.textContent = "Only this browser remembers which are yours.";
    mine.append(heading, list, note);
    const named = (item) => item.querySelector("a").textContent;
    const sections = all("[data-kind-of-class]");
    sections[0].before(mine);
    const tell = all("[data-news]").map(newsOf);

    const show = () => {
      const chosen = items.filter((item) => own.includes(named(item)));
      mine.hidden = !chosen.length;
      list.replaceChildren(
        ...chosen.map((item) => {
          const copy = document.createElement("li");
          copy.append(item.firstElementChild.cloneNode(true));
          return copy;
        }),
      );
      const known = chosen.map((item) => item.dataset.class);
      for (const each of tell) each(known, mine);
    };
    for (const item of items) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "mine";
      button.textContent = "Mine";
      button.setAttribute("aria-label", `Mine: ${named(item)}`);
      button.setAttribute("aria-pressed", String(own.includes(named(item))));
      button.addEventListener("click", () => {
        const is = !own.includes(named(item));
        own = is ? [...own, named(item)] : own.filter((each) => each !== named(item));
        button.setAttribute("aria-pressed", String(is));
        remember(own);
        show();
      });
      item.append(button);
    }
    show();
    narrowing(items, sections);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
