"""What one audience reads, made in this process: every page, feed and search entry, without MkDocs and Pagefind."""

from collections.abc import Iterable, Iterator

from liverecord import redact, render
from liverecord.model.case import CaseFile, SchoolCase
from liverecord.view import Page, View


def pages(gate: redact.Gate, school: SchoolCase, cases: Iterable[CaseFile]) -> Iterator[Page]:
    """Yield every page of an audience's site."""
    seen, views = _seen(gate, school), [gate.case(case) for case in cases]
    for view in views:
        yield from render.of_pupil(view, seen)
    yield from render.overview(seen, [render.summary(view, seen) for view in views])


def told(
    gate: redact.Gate, school: SchoolCase, cases: Iterable[CaseFile], made: Iterable[Page] | None = None
) -> dict[str, str]:
    """Return all that is told to an audience, by the page's address: content, title, description, contents, search entry.

    `made` are its pages, where they have been made already.
    """
    cases = list(cases)
    said = {
        page.path: "\n".join(
            map(str, (page.title, page.content, page.description, page.contents, page.search))
        )
        for page in (pages(gate, school, cases) if made is None else made)
    }
    seen = _seen(gate, school)
    if render.CHANGES not in seen.absent:
        summaries = [render.summary(gate.case(case), seen) for case in cases]
        said[render.FEED] = render.feed(seen, summaries, "https://records.ashgrove.example/")
    return said


def _seen(gate: redact.Gate, school: SchoolCase) -> View:
    return View(**dict(gate.school(school)), absent=render.absent(gate.sees))
