"""Names of columns and what they hold: those of imports.yml, with a mapping's own before them."""

from collections.abc import Collection, Iterable, Mapping

from liverecord.model.imports import ImportColumn


class Names:
    """The names of the columns of one kind of file.

    `named` are the columns that a mapping names, by what they hold. Where it names one of a group of `alike`, the other names of
    the whole group are forgotten: what it names is the only one that is read.
    """

    def __init__(
        self,
        columns: Iterable[ImportColumn],
        named: Mapping[str, str],
        alike: Iterable[Collection[str]] = (),
    ) -> None:
        columns = tuple(columns)
        names = [plain(name) for row in columns for name in row.names]
        self._ranks = {name: place for place, name in reversed([*enumerate(names)])}
        self._means = {plain(name): row.means for row in columns for name in row.names}
        for replaced in (*alike, *((means,) for means in named)):
            if not named.keys().isdisjoint(replaced):
                self._means = {name: means for name, means in self._means.items() if means not in replaced}
        self._means |= {plain(name): means for means, name in named.items()}

    def means(self, cell: object) -> str | None:
        """Return what a column with this name holds, or None."""
        return self._means.get(plain(cell)) if isinstance(cell, str) else None

    def rank(self, cell: object) -> int:
        """Return a column name's place in imports.yml: of two columns with one meaning, the lower number wins."""
        return self._ranks.get(plain(cell), -1)


def plain(cell: object) -> str:
    """Return a name as it is compared: its letters and digits without capitals; a name with neither, unchanged."""
    text = str(cell)
    return "".join(filter(str.isalnum, text)).casefold() or text.strip()
