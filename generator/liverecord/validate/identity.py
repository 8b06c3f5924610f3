"""Every id names one thing; a UPN's check letter fits."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from liverecord.model.records import Document, Item, Provision
from liverecord.model.walk import Path
from liverecord.problem import Place, Problem
from liverecord.validate.ground import Establishment, Subject

_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
# A shorter name, or fewer letters alike, may be chance.
_A_NAME, _NO_CHANCE = 3, 4
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def unique_ids(subject: Subject) -> Iterator[Problem]:
    """duplicate-id: an id is used once in its list; provision's once in the plan, because others refer to it across outcomes."""
    groups: dict[tuple[str, object], list[tuple[Path, Item]]] = {}
    for file, path, value in subject.things:
        if isinstance(value, Item):
            one_list = Provision if isinstance(value, Provision) else path[:-1]
            groups.setdefault((file, one_list), []).append((path, value))
    for (file, _), items in groups.items():
        if len(items) > 1:
            yield from _repeated(subject, file, items)


def upn(subject: Subject) -> Iterator[Problem]:
    """upn-check-letter: the first letter of a UPN follows from the rest. The UPN itself is never printed."""
    number = subject.plan.pupil.upn
    if number is None:
        return
    path = ("pupil", "upn")
    if not _UPN.fullmatch(number):
        yield subject.problem(
            "upn-form",
            "plan",
            path,
            "'upn' is not a UPN: a letter, eleven digits, then a digit (or a letter if it is temporary).",
            "Copy it from the school's information system, or leave the key out.",
        )
        return
    if not has_check_letter(number):
        yield subject.problem(
            "upn-check-letter",
            "plan",
            path,
            "The first letter of 'upn' does not fit the rest: a character is mistyped.",
            "Copy it from the school's information system, or leave the key out.",
        )


def has_check_letter(number: str) -> bool:
    """Tell whether a text is a UPN of which the first letter follows from the rest.

    Letter (23 of them: no I, O, S), then eleven digits and a digit, or a letter where the UPN is temporary. The check
    letter is the one at the sum, modulo 23, of each later character's value times its position (2 to 13); a digit
    counts as itself, a letter as its place among the 23. (DfE, "Unique pupil numbers"; as the DfE's own validator
    and python-stdnum's `gb.upn` have it. Local authority numbers are not looked up: the published lists lag.)
    """
    if not _UPN.fullmatch(number):
        return False
    total = sum(
        weight * (int(character) if character.isdigit() else _UPN_LETTERS.index(character))
        for weight, character in enumerate(number[1:], start=2)
    )
    return number[0] == _UPN_LETTERS[total % len(_UPN_LETTERS)]


def opaque_id(subject: Subject) -> Iterator[Problem]:
    """folder-is-a-name: a folder's name says nothing of whose record it is. The name itself is never printed."""
    pupil = subject.plan.pupil
    names = [
        _letters(word)
        for name in (pupil.given_name, pupil.family_name, pupil.known_as or "")
        for word in re.split(r"[\s-]+", name)
    ]
    tail = subject.pupil.id.removeprefix("p-")
    if any(_made_of(run, names) for run in re.findall("[a-z]+", tail)):
        yield Problem(
            Place(PurePosixPath(subject.problem("", "plan", (), "").place.path).parent.parent.as_posix()),
            "folder-is-a-name",
            f"A folder's name is made of the pupil's name: it begins with {subject.pupil.id[:3]} and has "
            f"{len(subject.pupil.id)} characters.",
            "Rename it to p- and four to twelve small letters and digits that say nothing: p-7k3m. A folder's name stands in "
            "addresses, logs and e-mails.",
        )


def unique_upns(
    upns: Mapping[str, str | None], documents: Callable[[str], Mapping[str, Document]]
) -> Iterator[Problem]:
    """duplicate-upn: no two pupils of a school have one UPN. Told at both, each with the other's id.

    `upns` are those of all pupils by id; `documents` is asked for the files of those two alone.
    """
    holders: dict[str, list[str]] = {}
    for pupil, upn in upns.items():
        if upn is not None:
            holders.setdefault(upn, []).append(pupil)
    for those in holders.values():
        for pupil in those if len(those) > 1 else ():
            yield Problem(
                documents(pupil)["plan"].place("pupil", "upn"),
                "duplicate-upn",
                f"The same UPN stands in another record: {', '.join(other for other in those if other != pupil)}.",
                "Copy each from the school's information system. If both records are one pupil's, keep one folder.",
            )


def unique_staff(subject: Establishment) -> Iterator[Problem]:
    """duplicate-id, duplicate-email: a member of staff, a lesson and an e-mail address are one each."""
    seen: set[str] = set()
    owners: dict[str, str] = {}
    for index, person in enumerate(subject.staff.staff):
        if person.id in seen:
            yield subject.problem(
                "duplicate-id",
                "staff",
                ("staff", index, "id"),
                f"The id '{person.id}' is used twice in staff.yml.",
                "Give each person an id of their own; a person with two roles is one entry with two roles.",
            )
        seen.add(person.id)
        addresses: list[tuple[Path, str]] = (
            [(("staff", index, "email"), person.email)] if person.email else []
        )
        addresses += [
            (("staff", index, "git_emails", place), address)
            for place, address in enumerate(person.git_emails)
        ]
        for path, address in addresses:
            owner = owners.setdefault(address.casefold(), person.id)
            if owner != person.id:
                yield subject.problem(
                    "duplicate-email",
                    "staff",
                    path,
                    f"'{person.id}' and '{owner}' have the same e-mail address.",
                    "A change in the records could not be told to be one's or the other's: keep it with one of them.",
                )
    periods: set[str] = set()
    for index, period in enumerate(subject.school.periods):
        if period.id in periods:
            yield subject.problem(
                "duplicate-id",
                "school",
                ("periods", index, "id"),
                "This lesson's id is used twice in school.yml.",
                "Give each lesson of the day an id of its own.",
            )
        periods.add(period.id)


def _letters(name: str) -> str:
    """Return a name's letters as a folder's name would have them: small, without accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())


def _made_of(run: str, names: Sequence[str]) -> bool:
    """Return whether letters in a row hold a name, or are the beginnings of several: maya, mellison, mayell, elli."""
    return any(len(name) >= _A_NAME and name in run for name in names) or (
        len(run) >= _NO_CHANCE and _begun(run, names)
    )


def _shared(run: str, name: str) -> int:
    """Return how many letters two words begin with alike."""
    unlike = (index for index, pair in enumerate(zip(run, name, strict=False)) if pair[0] != pair[1])
    return next(unlike, min(len(run), len(name)))


def _begun(run: str, names: Sequence[str]) -> bool:
    if not run:
        return True
    for index, name in enumerate(names):
        others = [*names[:index], *names[index + 1 :]]
        shared = _shared(run, name)
        if any(_begun(run[length:], others) for length in range(shared, 0, -1)):
            return True
    return False


def _repeated(subject: Subject, kind: str, items: Sequence[tuple[Path, Item]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, item in items:
        if item.id in seen:
            yield subject.problem(
                "duplicate-id",
                kind,
                (*path, "id"),
                "This id is used already, further up in the same list.",
                "Give the newer of the two the next free number: other parts of the record refer to the older one.",
            )
        seen.add(item.id)
