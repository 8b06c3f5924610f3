"""What the pages of the whole school are made from: the school's view, and the little that they keep of each pupil."""

from collections.abc import Sequence
from functools import cached_property

from liverecord.render import sheet, words
from liverecord.render.filters import form_order
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
    def here(self) -> list[View]:
        """Return the pupils who are on the roll; all of them where that may not be seen."""
        return [each for each in self.summaries if not each.has("on_roll") or each.on_roll]

    @cached_property
    def members(self) -> dict[str, list[View]]:
        """Return the pupils of each class, which is a form or a group that is taught together, in the order of the classes.

        A group that the school lists is there without pupils too; a form is as long as a pupil with a record was in it.
        """
        listed = sees(self.school, "groups") or ()
        members: dict[str, dict[str, View]] = {group.name: {} for group in listed if sees(group, "name")}
        for summary in self.summaries:
            groups = [group.name for group in sees(summary, "groups") or () if sees(group, "name")]
            for name in filter(None, (sees(summary, "form"), *groups)):
                members.setdefault(name, {})[summary.id] = summary
        return {name: list(members[name].values()) for name in sorted(members, key=form_order)}

    @cached_property
    def sheets(self) -> dict[str, sheet.Sheet]:
        """Return the sheet of each class, in the order of the classes; its links are those of a page two folders below the root."""
        setting = Setting(self.school, "../../")
        return {name: sheet.sheet(sheet.in_order(each), setting) for name, each in self.members.items()}

    @cached_property
    def classes(self) -> dict[str, str]:
        """Return the slug of each class, forms and groups, by its name."""
        return words.slugs(self.members)

    @cached_property
    def forms(self) -> list[str]:
        """Return the names of the forms in which somebody is, in the order of the classes."""
        forms = {summary.form for summary in self.here if sees(summary, "form")}
        return [name for name in self.members if name in forms]

    @cached_property
    def groups(self) -> list[str]:
        """Return the names of the groups that are no forms, in the order of the classes: where somebody is, or the school lists them."""
        of_pupils = (group for summary in self.here for group in sees(summary, "groups") or ())
        groups = {sees(group, "name") for group in (*of_pupils, *(sees(self.school, "groups") or ()))}
        return [name for name in self.members if name in groups and name not in self.forms]

    @cached_property
    def teachers(self) -> dict[str, list[str]]:
        """Return who teaches each group, by id, in the order of the ids; of a form nobody is known."""
        of_pupils = (group for summary in self.summaries for group in sees(summary, "groups") or ())
        teachers: dict[str, set[str]] = {}
        for group in (*of_pupils, *(sees(self.school, "groups") or ())):
            if sees(group, "name"):
                teachers.setdefault(group.name, set()).update(sees(group, "teachers") or ())
        return {name: sorted(ids) for name, ids in teachers.items()}

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
