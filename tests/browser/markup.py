"""What a screen reader is told of a page: names of links, names and headers of tables, ids and what points to them.

One function of JavaScript looks at a document: one that stands in the browser, or one read from a built page's bytes, so that
every page of a site can be looked at without being drawn.
"""

from pathlib import Path

from playwright.sync_api import Page


def unsaid(page: Page) -> list[str]:
    """Return what is wrong with the marking of the page that stands in the browser."""
    found: list[str] = page.evaluate(_UNSAID)
    return found


def unsaid_on_any_page(page: Page, folder: Path) -> list[str]:
    """Return what is wrong with the marking of any page below a folder, each with the page's path."""
    wrong = []
    for path in sorted(folder.rglob("*.html")):
        found = page.evaluate(_UNSAID, path.read_text(encoding="utf-8"))
        wrong += [f"{path.relative_to(folder).as_posix()}: {each}" for each in found]
    return wrong


_UNSAID = r"""(html) => {
  const page = html === undefined || html === null ? document : new DOMParser().parseFromString(html, "text/html");
  const wrong = [];
  const all = (selector, from = page) => [...from.querySelectorAll(selector)];
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  const spoken = (one) => {
    if (one.nodeType === 3) return one.data;
    if (one.nodeType !== 1 || one.getAttribute("aria-hidden") === "true" || one.hidden) return "";
    return one.getAttribute("aria-label") || one.getAttribute("alt") || [...one.childNodes].map(spoken).join("");
  };
  const at = (one) => `${one.tagName} ${one.className} ${clean(one.textContent).slice(0, 50)}`;

  const alone = /^(?:|[\d\s.,:%()#-]+|(?:click |see |go |read )?(?:above|below|here|there|more|this|that|it|link|page|details)[.:…]?)$/i;
  for (const link of all("a[href], button, summary")) {
    if (!link.closest('[aria-hidden="true"], [hidden]') && alone.test(clean(spoken(link)))) wrong.push(`called by nothing that says where it leads: ${at(link)}`);
  }

  const seen = new Set();
  for (const one of all("[id]")) {
    if (seen.has(one.id)) wrong.push(`the id ${one.id} stands twice`);
    seen.add(one.id);
  }
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers", "list"]) {
    for (const one of all(`[${name}]`)) {
      for (const id of one.getAttribute(name).split(/\s+/).filter(Boolean)) if (!seen.has(id)) wrong.push(`${name} points to no id: ${id}`);
    }
  }
  for (const link of all('a[href^="#"], use[href^="#"]')) {
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (id && !seen.has(id)) wrong.push(`#${id} leads nowhere`);
  }

  for (const table of all("table")) {
    const caption = clean(table.caption?.textContent ?? "");
    if (!caption) wrong.push(`a table without a caption: ${at(table)}`);
    for (const head of all("thead th", table)) if (!/^col/.test(head.scope)) wrong.push(`a column's header without a scope: ${at(head)}`);
    for (const row of all("tbody > tr", table)) {
      // A header may reach over the rows of one thing: a pupil's box, and what stands below it.
      const above = row.previousElementSibling?.cells[0];
      const first = above?.rowSpan > 1 ? above : row.cells[0];
      if (!first || first.tagName !== "TH" || first.scope !== "row") wrong.push(`a row of "${caption}" without a header: ${at(row)}`);
      if (!clean(first?.textContent ?? "")) wrong.push(`a row of "${caption}" with an empty header`);
    }
    if (!table.closest("[hidden]") && !table.querySelector("tbody > tr")) wrong.push(`"${caption}" has no rows`);
  }
  return [...new Set(wrong)];
}"""


def unheard_tables(page: Page) -> list[str]:
    """Return the tables that Chromium tells a screen reader otherwise than they are marked: their name, headers, rows and cells."""
    shown: dict[str, list[int]] = page.evaluate(_SHOWN_TABLES)
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    client.detach()
    told = {node["nodeId"]: node for node in nodes}
    heard: dict[str, list[int]] = {}
    for node in nodes:
        role = node.get("role", {}).get("value")
        if role not in _COUNTED or node.get("ignored"):
            continue
        around = node
        while around is not None and around.get("role", {}).get("value") != "table":
            around = told.get(around.get("parentId", ""))
        if around is not None:
            name = around.get("name", {}).get("value", "")
            heard.setdefault(name, [0] * len(_COUNTED))[_COUNTED.index(role)] += 1
    return [
        f"{name!r}: {heard.get(name)} instead of {parts}"
        for name, parts in shown.items()
        if heard.get(name) != parts
    ]


_COUNTED = ("row", "columnheader", "rowheader", "cell")

_SHOWN_TABLES = r"""() => {
  const shown = {};
  for (const table of document.querySelectorAll("table.list")) {
    if (!table.checkVisibility()) continue;
    const name = table.caption.textContent.replace(/\s+/g, " ").trim();
    const parts = ["tr", "thead th", "tbody th", "td"].map((part) => [...table.querySelectorAll(part)].filter((one) => !one.closest("[hidden]")).length);
    shown[name] = (shown[name] ?? [0, 0, 0, 0]).map((number, at) => number + parts[at]);
  }
  return shown;
}"""
