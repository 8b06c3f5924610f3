"""Every id names one thing; a UPN's check letter fits."""

import re
from collections.abc import Iterator, Sequence

from liverecord.model.records import Item, Provision
from liverecord.model.walk import Path
from liverecord.problem import Problem
from liverecord.validate.ground import Establishment, Subject

_UPN = re.compile(r"([A-HJ-NP-RT-Z])([0-9]{11}[0-9A-HJ-NP-RT-Z])")
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
    """upn-check-letter: the first letter of a UPN follows from the rest. The UPN itself is never printed.

    Letter (23 of them: no I, O, S), then eleven digits and a digit, or a letter where the UPN is temporary. The check
    letter is the one at the sum, modulo 23, of each later character's value times its position (2 to 13); a digit
    counts as itself, a letter as its place among the 23. (DfE, "Unique pupil numbers"; as the DfE's own validator
    and python-stdnum's `gb.upn` have it. Local authority numbers are not looked up: the published lists lag.)
    """
    number = subject.plan.pupil.upn
    if number is None:
        return
    path = ("pupil", "upn")
    form = _UPN.fullmatch(number)
    if form is None:
        yield subject.problem(
            "upn-form",
            "plan",
            path,
            "'upn' is not a UPN: a letter, eleven digits, then a digit (or a letter if it is temporary).",
            "Copy it from the school's information system, or leave the key out.",
        )
        return
    check, rest = form.groups()
    total = sum(
        weight * (int(character) if character.isdigit() else _UPN_LETTERS.index(character))
        for weight, character in enumerate(rest, start=2)
    )
    if _UPN_LETTERS[total % len(_UPN_LETTERS)] != check:
        yield subject.problem(
            "upn-check-letter",
            "plan",
            path,
            "The first letter of 'upn' does not fit the rest: a character is mistyped.",
            "Copy it from the school's information system, or leave the key out.",
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
