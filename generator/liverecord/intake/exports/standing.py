"""What a transfer file says of special educational needs: the provision and the types of need in force when it was made."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from liverecord.intake.exports.columns import Vocabulary
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.sightings import NeedSeen
from liverecord.problem import Place

Group = tuple[Mapping[str, str], Place]
"""The values of one element by their names, and where it stands."""


class Standing:
    """What stood on the day `made` on which the file was made (None: it does not say).

    `provision_of` returns the code of a SEN provision as the file has it, or None with a problem of its own; `need_of` that of a
    type of need, or None.
    """

    def __init__(
        self,
        provision_of: Callable[[str, Place], str | None],
        need_of: Callable[[str], str | None],
        words: Vocabulary,
        gathered: Gathered,
    ) -> None:
        self.made: date | None = None
        self._provision_of = provision_of
        self._need_of = need_of
        self._words = words
        self._gathered = gathered

    def provision(self, given: Sequence[Group], whole: Place) -> tuple[str | None, date | None]:
        """Return the provision in force, and since when: the one that began last and has not ended."""
        best: tuple[date, str, Place] | None = None
        is_torn = False
        for values, place in given:
            start, is_dated = self.dated(values, "StartDate", place)
            if not is_dated or start is None:
                if is_dated:
                    self._wrong(place, "import-date-unclear", "The SEN provision has no StartDate.")
                continue
            if self._is_over(values, "EndDate", place) or (self.made and start > self.made):
                continue
            code = values.get("SENprovision", "")
            is_torn = (is_torn and best is not None and start <= best[0]) or (
                best is not None and start == best[0] and code != best[1]
            )
            if best is None or start > best[0]:
                best = (start, code, place)
        if best is None:
            return None, None
        if is_torn:
            self._wrong(whole, "transfer-value", f"Two kinds of SEN provision begin on {best[0]}.")
            return None, None
        provision = self._provision_of(best[1], best[2])
        return provision, best[0] if provision else None

    def needs(self, given: Sequence[Group]) -> tuple[NeedSeen, ...]:
        """Return the types of need in force, in the order of the file."""
        needs = []
        for values, place in given:
            if self._is_over(values, "NeedEndDate", place):
                continue
            kind, rank = self._need_of(values.get("SENtype", "")), values.get("SENtypeRank", "")
            if kind is None:
                self._wrong(place, "transfer-value", "SENtype is no type of need of the census.")
            elif rank and not (rank.isascii() and rank.isdigit()):
                self._wrong(place, "transfer-value", "SENtypeRank is no number.")
            else:
                needs.append(NeedSeen(kind, int(rank) if rank else None))
        return tuple(needs)

    def _is_over(self, values: Mapping[str, str], name: str, place: Place) -> bool:
        """Tell whether an end had passed when the file was made. In a file without a day, any end counts."""
        end, is_dated = self.dated(values, name, place)
        if not is_dated:
            return True
        return end is not None and (self.made is None or end < self.made)

    def dated(self, values: Mapping[str, str], name: str, place: Place) -> tuple[date | None, bool]:
        """Return a date that may be missing, and False where its text is no date."""
        text = values.get(name, "")
        day = self._words.day(text) if text else None
        if text and day is None:
            self._wrong(place, "import-date-unclear", f"{name} is no date.")
            return None, False
        return day, True

    def _wrong(self, place: Place, code: str, message: str) -> None:
        self._gathered.problem(place, code, message, SYSTEM_HINT)


SYSTEM_HINT = "Correct it in the school's system, and export the file again."
