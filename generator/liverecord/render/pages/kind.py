"""A kind of page, as a value: all that the rest of the program knows of it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from liverecord.render.overview import Overview
from liverecord.view import Page, View

Keep = Callable[[View, View | None], Mapping[str, Any]]
"""Takes from a pupil's view, with the school's where there is one, what a page of the whole school needs of it."""


FOLLOWED_UP = ("duties.held_since",)
"""What an audience sees that follows up what everybody owes: how long each thing has been late, and in whose hands."""


class PageKind(NamedTuple):
    """A kind of page that a site may hold.

    `address` is its own from the site's root ("overdue/"). Where a kind has many pages, it holds what tells them apart
    ("pupils/{id}/"). `tab` is the address of the tab that it stands under, its own where it has one; None: under none.
    `needs` are paths of audiences.yml. Where the audience does not see one, the site has no such page, and nothing
    leads there. `own_title` is what it is called on a site without the lists of what is late and coming, where
    nobody follows up what others owe ("My classes").

    A page is made `of_school`, from what each page `keeps` of each pupil, or `of_pupil`, from the pupil's view and the
    school's. Any other page is written by hand, or filled in by the browser. A `wide` page has no column of contents,
    and the `last` tabs stand after a school's own pages.
    """

    address: str
    title: str
    tab: str | None = None
    needs: tuple[str, ...] = ()
    keeps: tuple[Keep, ...] = ()
    of_school: Callable[[Overview], Iterable[Page]] | None = None
    of_pupil: Callable[[View, View], Page | None] | None = None
    wide: bool = False
    last: bool = False
    template: str | None = "frame.html"
    own_title: str = ""

    @property
    def has_many(self) -> bool:
        """Tell whether there are many pages of this kind, one for each pupil, form or colleague."""
        return "{" in self.address

    @property
    def has_content(self) -> bool:
        """Tell whether pages of this kind are made from records."""
        return self.of_school is not None or self.of_pupil is not None

    @property
    def frame(self) -> str:
        """Return the address of the frame that its pages are set into: its own, or one beside them."""
        return f"{self.address.partition('{')[0]}frame/" if self.has_many else self.address

    @property
    def has_tab(self) -> bool:
        """Tell whether it is itself a tab."""
        return self.tab == self.address
