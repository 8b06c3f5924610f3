"""search.yml: what people type into the search, and what it means."""

from liverecord.model.row import Row, Source


class SearchFilter(Row, frozen=True, kw_only=True):
    """A filter that words set. `list` in codes.yml has its values' labels.

    `before` are words that may stand before a value, or before a code that is a number; `after` behind a value. A value that sets it without such
    a word does so `by_itself`. A filter `is_wide` whose words may mean a part of a value: dyslexia, of specific learning difficulty.
    """

    filter: str
    list: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    by_itself: bool = True
    is_wide: bool = False


class SearchMeaning(Row, frozen=True, kw_only=True):
    """Words that people type for a code, beyond its label and what codes.yml has for it."""

    list: str
    code: str
    words: tuple[str, ...]
    source: str


class SearchSeveral(Row, frozen=True, kw_only=True):
    """Words that several codes of one list answer."""

    list: str
    codes: tuple[str, ...]
    words: tuple[str, ...]
    source: str


class SearchAlike(Row, frozen=True, kw_only=True):
    """Words that mean the same in what people write."""

    words: tuple[str, ...]
    source: str


class SearchPlace(Row, frozen=True, kw_only=True):
    """A page by its address, and the words that it is looked for by beside its name."""

    path: str
    words: tuple[str, ...]


class SearchAbsence(Row, frozen=True, kw_only=True):
    """What a site does not hold where its audience sees none of the `paths`, or holds where it sees one, as a sentence names it."""

    paths: tuple[str, ...]
    words: str


class SearchWords(Row, frozen=True, kw_only=True):
    """search.yml: which words set filters, what else they mean, what is passed over, and what is said of nothing found."""

    sources: dict[str, Source]
    filters: tuple[SearchFilter, ...]
    words: tuple[SearchMeaning, ...]
    several: tuple[SearchSeveral, ...]
    same: tuple[SearchAlike, ...]
    pages: tuple[SearchPlace, ...]
    passed_over: tuple[str, ...]
    not_held: tuple[SearchAbsence, ...]
    held: tuple[SearchAbsence, ...]
