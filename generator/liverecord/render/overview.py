"""What the pages of the whole school are made from: the school's view, and the little that they keep of each pupil."""

from collections.abc import Sequence
from functools import cached_property

from liverecord.render import words
from liverecord.render.held import Work, work
from liverecord.render.pieces import Setting, sees
from liverecord.render.rows import Printer, Rows, rows
from liverecord.view import View


class Overview:
    """One site's school and its pupils' summaries, with what several pages need of them, worked out once."""

    def __init__(self, school: View, summaries: Sequence[View]) -> None:
        self.school = school
        self.summaries = summaries
        self._printers: dict[str, Printer] = {}

    @cached_property
    def rows(self) -> Rows:
        """Return the duties of all pupils, split by the page's day."""
        return rows(self.summaries, self.school)

    @cached_property
    def forms(self) -> dict[str, str]:
        """Return each form's slug."""
        return words.slugs(summary.form for summary in self.summaries if sees(summary, "form"))

    @cached_property
    def work(self) -> Work:
        """Return everything that anybody holds."""
        return work(self.summaries, self.rows)

    @cached_property
    def staff(self) -> list[View]:
        """Return everybody who works here or has left, in the order of their names."""
        people = Setting(self.school, "").people.values()
        return sorted(people, key=lambda person: (person.name.casefold(), person.id))

    def printer(self, root: str) -> Printer:
        """Return the printer of rows for all pages that reach the site's root through `root` ("../")."""
        if root not in self._printers:
            self._printers[root] = Printer(Setting(self.school, root))
        return self._printers[root]
