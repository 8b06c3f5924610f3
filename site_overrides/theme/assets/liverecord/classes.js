/* Which classes are the reader's own: marked on the first page, and shown first from then on.
   Only this browser remembers them, by the address of their page; nothing is ever sent. Without this file, or without a
   store, every class is listed. */
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

  const start = () => {
    const items = all("[data-classes] > [data-class]");
    if (!items.length) return;
    let own = recall();
    const mine = document.createElement("section");
    const heading = document.createElement("h2");
    heading.id = "mine";
    heading.textContent = "Mine";
    const list = document.createElement("ul");
    list.className = "jump";
    const note = document.createElement("p");
    note.className = "small";
    note.textContent = "Only this browser remembers which are yours.";
    mine.append(heading, list, note);
    items[0].closest("[data-classes]").previousElementSibling.before(mine);

    const show = () => {
      const chosen = items.filter((item) => own.includes(item.dataset.class));
      mine.hidden = !chosen.length;
      list.replaceChildren(
        ...chosen.map((item) => {
          const copy = document.createElement("li");
          copy.append(item.querySelector("a").cloneNode(true));
          return copy;
        }),
      );
    };
    for (const item of items) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "mine";
      button.textContent = "Mine";
      button.setAttribute("aria-label", `${item.querySelector("a").textContent} is mine`);
      button.setAttribute("aria-pressed", String(own.includes(item.dataset.class)));
      button.addEventListener("click", () => {
        const is = !own.includes(item.dataset.class);
        own = is ? [...own, item.dataset.class] : own.filter((each) => each !== item.dataset.class);
        button.setAttribute("aria-pressed", String(is));
        remember(own);
        show();
      });
      item.append(" ", button);
    }
    show();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
