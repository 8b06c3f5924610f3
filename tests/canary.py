"""A school whose every text field holds a token of its own, and who may see each: what leaks, names the leak.

`write_school` fills the records from the structs themselves, so that a field added tomorrow has its token; a field
that holds a code, a reference or a date needs a line in one of the tables below. Items stand in every list open and
restricted, once for each kind that audiences.yml tells apart.

`write_past` writes versions of it that stood earlier: every text was another, every list held more that is gone, and some
items were restricted, or of another kind. A token of the past may be seen by whom the past is told, where its place was
never hidden.
"""

import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from msgspec import inspect

from liverecord.model.field import plain
from liverecord.model.policy import Policy
from liverecord.model.records import KINDS, PUPIL_KINDS, Item
from liverecord.redact import NOBODY, decisions

TODAY = "2026-11-22"
PUPILS = ("p-tokens1", "p-tokens2")
EVERYWHERE = "p-tokens"
"""What may stand on every site: the pupils' own ids."""


class Route(NamedTuple):
    """One way by which a token may be seen: its policy path, the closed lists on the way there, whether it is restricted (or
    ever was), and whether it stood in an earlier version alone.
    """

    path: str
    items: tuple[tuple[str, str], ...] = ()
    restricted: bool = False
    past: bool = False


Home = tuple[Route, ...]
"""Where a token stands; whoever may go one of the routes may see it. None at all: nobody may."""


def write_school(folder: Path) -> dict[str, Home]:
    """Write school.yml, staff.yml and two pupils below folder/records and return each token with its home."""
    return _written(folder, _Mint(), {})


def write_past(folder: Path, committed: Callable[[str, str, str], object]) -> dict[str, Home]:
    """Write the school as it stood, version after version, and then as it stands; return every token with its home.

    `committed` is called after each, with the day, the message and the author (as git wants one) of its commit.
    """
    mint, ids = _Mint("g"), _Ids()

    def commit_on(day: str, *, hidden: bool = False) -> None:
        author = mint.token(Route("revisions.by", restricted=hidden))
        message = mint.token(Route("revisions.message", restricted=hidden))
        committed(day, message, f"{author} <{mint.token()}@ashgrove.example>")

    homes: dict[str, Home] = {}
    for version, day in ((2, "2026-10-05"), (1, "2026-10-19")):
        homes |= _written(folder, _Mint(f"v{version}"), ids, version)
        commit_on(day)
    _change_what_is_hidden(folder, mint)
    commit_on("2026-11-02", hidden=True)
    _break_a_file(folder, mint)
    commit_on("2026-11-09", hidden=True)
    homes |= _written(folder, _Mint(), ids)
    commit_on("2026-11-20")
    return homes | mint.homes


def commit(folder: Path) -> dict[str, Home]:
    """Commit the folder as somebody whom staff.yml does not know, and return the tokens of the commit with their homes."""
    mint = _Mint("g")
    author, message = mint.token(Route("revisions.by")), mint.token(Route("revisions.message"))
    email = mint.token()
    settings = os.environ | {
        "GIT_AUTHOR_NAME": author,
        "GIT_AUTHOR_EMAIL": f"{email}@ashgrove.example",
        "GIT_COMMITTER_NAME": author,
        "GIT_COMMITTER_EMAIL": f"{email}@ashgrove.example",
        "GIT_AUTHOR_DATE": "2026-11-20T09:00:00+00:00",
        "GIT_COMMITTER_DATE": "2026-11-20T09:00:00+00:00",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    for command in (("init", "-q"), ("add", "records"), ("commit", "-q", "-m", message)):
        subprocess.run(["git", *command], cwd=folder, env=settings, check=True, capture_output=True)
    return mint.homes


def forbidden(tokens: Mapping[str, Home], policy: Policy, audience: str) -> set[str]:
    """Return the tokens that must not stand in anything made for an audience."""
    ranks = {each.id: rank for rank, each in enumerate(policy.audiences)} | {NOBODY: len(policy.audiences)}
    widest = len(policy.audiences) - 1
    paths = decisions(policy)

    def least(route: Route) -> int:
        ways = [ranks[paths.get(route.path, NOBODY)], widest if route.restricted else 0]
        ways += [ranks[policy.kinds[path].values.get(value, NOBODY)] for path, value in route.items]
        ways += [ranks[paths["revisions.amendments"]]] if route.past else []
        return max(ways)

    return {
        token
        for token, home in tokens.items()
        if ranks[audience] < min(map(least, home), default=ranks[NOBODY])
    }


def found(tokens: Iterable[str], text: str | bytes) -> set[str]:
    """Return the tokens that stand in a text; capitals, as a slug or a heading may have them, make no difference."""
    low = (text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")).lower()
    sought = {token.lower().encode(): token for token in tokens}
    lengths = {len(each) for each in sought}
    # Nearly all tokens begin alike: what follows each beginning is looked up, instead of every token everywhere.
    begun = {low[at.start() : at.start() + length] for at in re.finditer(_MARK, low) for length in lengths}
    return {token for each, token in sought.items() if each in (begun if each.startswith(_MARK) else low)}


# ── Tokens ──────────────────────────────────────────────────────────────────────────────────────────────


_MARK = b"canaryzz"

_Ids = dict[tuple[str, str, int, bool], str]
"""The ids of a school's items, by pupil, list, number and whether they are gone: the same in each version."""


def _written(folder: Path, mint: "_Mint", ids: _Ids, version: int = 0) -> dict[str, Home]:
    """Write a version of the school: 0 is the newest, others stood before it."""
    # Of the school's own files no words of the past are told to anybody.
    own = _Mint(f"s{version}") if version else mint
    for name, data in (("school", _school(own)), ("staff", _staff(own))):
        _write(folder / "records" / f"{name}.yml", data)
    for number, pupil in enumerate(PUPILS):
        author = _Author(mint, number, ids, version)
        for kind in PUPIL_KINDS:
            data = author.filled(inspect.type_info(KINDS[kind]), _file_path(kind), {}, ())
            _write(folder / "records" / "pupils" / pupil / f"{kind}.yml", data)
    return mint.homes | (dict.fromkeys(own.homes, ()) if version else {})


def _change_what_is_hidden(folder: Path, mint: "_Mint") -> None:
    """Change one pupil's record where the SENCO alone reads: a diagnosis, a flag, a restricted concern, an appeal."""
    plan = folder / "records/pupils" / PUPILS[0] / "plan.yml"
    data = yaml.safe_load(plan.read_text(encoding="utf-8"))
    data["pupil"]["looked_after"] = False
    data["conditions"][0]["detail"] = mint.token(Route("plan.conditions.detail", past=True))
    data["circumstances"][1]["about"] = mint.token(
        Route("plan.circumstances.about", (("plan.circumstances", "appeal"),), past=True)
    )
    _write(plan, data)
    concerns = plan.with_name("concerns.yml")
    data = yaml.safe_load(concerns.read_text(encoding="utf-8"))
    data["concerns"][1]["what"] = mint.token(Route("concerns.what", restricted=True, past=True))
    _write(concerns, data)


def _break_a_file(folder: Path, mint: "_Mint") -> None:
    """Write what no loader reads: of its words nothing is told to anybody."""
    contacts = folder / "records/pupils" / PUPILS[0] / "contacts.yml"
    text = contacts.read_text(encoding="utf-8")
    contacts.write_text(f"{text}\n  - : [{mint.token()}\n", encoding="utf-8", newline="\n")


class _Mint:
    """Makes tokens that are also good ids, and remembers their homes."""

    def __init__(self, series: str = "q") -> None:
        self.homes: dict[str, Home] = {}
        self._series = series
        self._numbers = count(1)

    def token(self, *home: Route) -> str:
        token = f"{_MARK.decode()}{self._series}{next(self._numbers):04d}x"
        self.homes[token] = home
        return token


class _Author:
    """Fills the files of one pupil, as a version of them."""

    def __init__(self, mint: _Mint, number: int, ids: _Ids, version: int) -> None:
        self._mint = mint
        self._number = number
        self._ids = ids
        self._is_past = bool(version)
        self._in_gone = 0
        self._made: Counter[tuple[str, bool]] = Counter()
        upn = _upn(f"9994321260{version}{number + 1}")
        year = 2014 - 3 * version
        birth = (
            (f"{year}-02-11", f"11 February {year}")
            if number == 0
            else (f"{year + 1}-03-13", f"13 March {year + 1}")
        )
        mint.homes[upn] = (Route("plan.pupil.upn", past=self._is_past),)
        mint.homes |= dict.fromkeys(birth, (Route("plan.pupil.date_of_birth", past=self._is_past),))
        self._values: dict[str, Any] = _VALUES | {
            "plan.pupil.upn": upn,
            "plan.pupil.date_of_birth": birth[0],
            "plan.support": "EK"[number],
            "plan.kind": ("ehcp", "sen_support")[number],
        }

    def filled(
        self,
        struct: inspect.Type,
        path: str,
        given: Mapping[str, Any],
        items: tuple[tuple[str, str], ...],
        restricted: bool = False,
    ) -> dict[str, Any]:
        """Return a mapping for a struct at a path, each field with a value; `given` goes before every table."""
        assert isinstance(struct, inspect.StructType)
        values = {
            field.encode_name: self._value(
                field, f"{path}.{field.encode_name}".strip("."), given, items, restricted
            )
            for field in struct.fields
        }
        return {key: value for key, value in values.items() if value is not None}

    def _value(
        self, field: inspect.Field, path: str, given: Mapping[str, Any], items: Any, restricted: bool
    ) -> Any:
        key, (kind, many) = field.encode_name, _bare(field.type)
        if key in given:
            return self._resolved(given[key])
        if path in self._values:
            return self._resolved(self._values[path])
        if isinstance(kind, inspect.StructType):
            return (
                self._list(kind, path, items, restricted)
                if many
                else self.filled(kind, path, {}, items, restricted)
            )
        if isinstance(kind, inspect.StrType):
            token = self._mint.token(Route(path, items, restricted, self._is_past))
            return [token] if many else token
        if isinstance(kind, inspect.BoolType):
            return key != "restricted"
        if isinstance(kind, inspect.DateType):
            return _DATES[key]
        assert isinstance(kind, inspect.IntType), path
        return 1

    def _list(
        self, kind: inspect.StructType, path: str, items: Any, restricted: bool
    ) -> list[dict[str, Any]]:
        is_item = issubclass(kind.cls, Item)
        made = []
        for variant in _VARIANTS.get(path, _ITEMS if is_item else ({},)):
            given = dict(variant)
            gone, then = given.pop("gone", False), dict(given.pop("then", {}))
            if gone and not self._is_past:
                continue
            field = _KIND_FIELDS.get(path)
            stood = [given, {**given, **then}] if self._is_past else [given]
            if gone or self._in_gone:
                stood = stood[1:]  # What it would be now hides nothing: it is not there.
            # What hid it then hides it in every version, and so does what hides it now.
            marks = {each.get(mark, False) for each in stood for mark in ("closed", "restricted")}
            kinds = [each[field] for each in stood] if field else []
            given = {name: value for name, value in stood[-1].items() if name != "closed"}
            closed = restricted or any(marks)
            here = (*items, *((path, each) for each in dict.fromkeys(kinds)))
            if is_item:
                given["id"] = self._id(path, self._made[path, gone], gone=gone)
                self._made[path, gone] += 1
                self._mint.homes[given["id"]] = (Route(f"{path}.id", here, closed, self._is_past),)
            if path == "actions" and given["status"] == "open" and not self._is_past:
                # An open action's own words are what its duty is called.
                owed = Route("duties.what", (("duties", "action_due"),), closed)
                given["what"] = self._mint.token(Route("actions.what", here, closed), owed)
            self._in_gone += gone
            made.append(self.filled(kind, path, given, here, closed))
            self._in_gone -= gone
        return made

    def _id(self, path: str, number: int, *, gone: bool = False) -> str:
        key = (PUPILS[self._number], path, number, gone)
        if key not in self._ids:
            self._ids[key] = self._mint.token()
        return self._ids[key]

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, _To):
            return self._id(value.path, value.number, gone=value.gone)
        return [self._resolved(each) for each in value] if isinstance(value, list) else value


class _To(NamedTuple):
    """A reference to the item of a list, by its place there, or among those that are gone."""

    path: str
    number: int = 0
    gone: bool = False


def _bare(kind: inspect.Type) -> tuple[inspect.Type, bool]:
    kind, _ = plain(kind)
    if isinstance(kind, inspect.VarTupleType):
        return _bare(kind.item_type)[0], True
    return kind, False


def _file_path(kind: str) -> str:
    """Return where a file's fields stand in a case: a plan below "plan", the other files' lists at the top."""
    return "plan" if kind == "plan" else ""


def _upn(digits: str) -> str:
    """Return a unique pupil number with its check letter (DfE: weights 2 to 13, modulus 23)."""
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + digits


def _write(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)
    path.write_text(text, encoding="utf-8", newline="\n")


# ── What is no free text ────────────────────────────────────────────────────────────────────────────────

_KIND_FIELDS = {
    "plan.outcomes": "status",
    "plan.outcomes.provision": "status",
    "plan.circumstances": "kind",
    "reviews": "kind",
}
"""The lists of which audiences.yml closes items by kind; a test holds this to the policy."""

_DATES = {
    "agreed_on": "2026-09-14",
    "baseline_on": "2026-09-14",
    "now_on": "2026-11-13",
    "support_since": "2026-09-01",
    "parents_told_on": "2026-09-04",
    "from": "2026-09-15",
    "started_on": "2026-09-16",
    "until": "2026-12-18",
    "review_on": "2026-12-04",
    "due": "2026-11-18",
    "by": "2027-07-16",
    "confirm_by": "2026-12-11",
    "chase_on": "2026-11-30",
    "recheck_on": "2026-11-27",
    "hearing_on": "2027-01-19",
    "advice_requested_on": "2026-10-30",
    "advice_sent_on": "2026-11-20",
    "draft_served_on": "2026-11-21",
    "decision_letter_on": "2026-10-12",
    "mediation_certificate_on": "2026-11-16",
    "expected_on": "2027-01-11",
    "requested_on": "2026-09-10",
    "received_on": "2026-09-12",
    "order_sent_on": "2026-11-17",
    "order_done_on": "2026-11-18",
    "sent_on": "2026-09-11",
    "accepted_on": "2026-10-05",
    "on_roll_from": "2025-09-03",
    "issued_on": "2025-02-05",
    "last_review_decided_on": "2026-02-02",
    "transfer_on": "2027-09-01",
    "maintained_since": "2025-03-10",
    "maintained_told_on": "2025-04-07",
    "ceased_on": "2027-01-15",
    "care_began_on": "2025-10-06",
    "considered_on": "2026-09-30",
    "authority_told_on": "2026-09-14",
    "sen_team_consulted_on": "2026-09-14",
    "reached_on": "2026-09-22",
    "since": "2026-09-07",
    "opened_on": "2026-09-14",
    "date": "2026-11-10",
    "held_on": "2026-10-01",
    "invited_on": "2026-09-10",
    "papers_sent_on": "2026-09-11",
    "report_sent_on": "2026-10-10",
    "decision_on": "2026-10-20",
    "notice_on": "2026-10-21",
    "final_plan_on": "2026-11-02",
}
"""A day for each key that holds one, so that a record hangs together as of TODAY."""

_TEACHER, _SENCO, _HEAD = "c-teacher", "c-senco", "c-head"

_PERSON_FIELDS = (
    "plan.keyworker",
    "plan.pupil.next_year.keyworker",
    "plan.safeguarding.held_by",
    "plan.conditions.owner",
    "plan.outcomes.provision.who",
    "plan.support_without_plan.who",
    "plan.attendance.part_time_timetable.agreed_by",
    "plan.attendance.part_time_timetable.owner",
    "timetable.teacher",
    "plan.attendance.enforcement.decided_by",
    "plan.attendance.sickness_return.by",
    "plan.mentors.who",
    "plan.circumstances.accepted_by",
    "plan.circumstances.owner",
    "concerns.owner",
    "concerns.updates.by",
    "actions.owner",
    "contacts.by",
    "reviews.owner",
)

_VALUES: dict[str, Any] = {
    **dict.fromkeys(_PERSON_FIELDS, _TEACHER),
    "plan.pupil.year_group": "8",
    "plan.pupil.on_roll_until": None,
    "plan.pupil.next_year.from": "2027-09-01",
    "plan.pupil.next_year.year_group": "9",
    "plan.layer": "targeted",
    "plan.version": 3,
    "plan.ehcp.transfer": "primary_to_secondary",
    "plan.circumstances.exception": "personal_circumstances",
    "plan.circumstances.order": "amend",
    "plan.needs.type": "SLCN",
    "plan.outcomes.need": _To("plan.needs"),
    "plan.outcomes.theme": "attendance",
    "plan.outcomes.now_said_by": ["pupil"],
    "plan.outcomes.provision.theme": "attendance",
    "plan.outcomes.provision.result_said_by": ["pupil"],
    "plan.outcomes.provision.agreed_with": ["pupil", "family"],
    "plan.outcomes.provision.result": "helped",
    "plan.outcomes.provision.need": None,
    "plan.support_without_plan.theme": "attendance",
    "plan.support_without_plan.result_said_by": ["family"],
    "plan.support_without_plan.agreed_with": ["pupil", "family"],
    "plan.support_without_plan.result": "partly",
    "plan.support_without_plan.need": _To("plan.needs"),
    "plan.support_without_plan.status": "at_risk",
    "plan.attendance.target.baseline": 84,
    "plan.passport.first": ["helps.1", "avoid.1"],
    "plan.attendance.target.aim": 92,
    "plan.attendance.target.agreed_with": ["pupil"],
    "plan.attendance.target.outcome": _To("plan.outcomes"),
    "plan.attendance.target.ehcp_section": "E",
    "plan.attendance.target.steps.date": "2026-12-18",
    "plan.attendance.target.steps.aim": 87,
    "plan.attendance.part_time_timetable.expected": "yn yn yn yn yn",
    "plan.attendance.part_time_timetable.steps.date": "2026-11-09",
    "plan.attendance.part_time_timetable.steps.expected": "yy yn yn yn yn",
    "plan.attendance.reintegration.steps.date": "2026-09-21",
    "plan.attendance.access.level": "partial",
    "plan.attendance.enforcement.support": [_To("plan.outcomes.provision")],
    "plan.attendance.enforcement.decision": "none",
    "plan.views.from": "pupil",
    "plan.views.date": "2026-09-16",
    "reviews.chain.decision": "amend",
    "reviews.chain.names": "school",
    "plan.circumstances.status": "waiting",
    "plan.circumstances.sections": ["B", "F"],
    "plan.circumstances.stage": None,
    "plan.circumstances.ended_on": None,
    "plan.outcomes.ended_on": None,
    "concerns.closed_on": None,
    "concerns.status": "open",
    "concerns.plan_version": 2,
    "concerns.outcomes": [_To("plan.outcomes"), _To("plan.outcomes", 3)],
    "concerns.drivers.driver": "transition",
    "concerns.drivers.certainty": "suspected",
    "concerns.drivers.test": _To("actions"),
    "concerns.updates.date": "2026-11-13",
    "actions.concern": _To("concerns"),
    "actions.kind": "check_in",
    "actions.agreed_with": ["family"],
    "actions.result_said_by": ["pupil"],
    "actions.result": "too_soon",
    "contacts.date": "2026-11-05",
    "contacts.with": "mother",
    "contacts.how": "phone",
    "contacts.engagement": "same",
    "contacts.agreed": [_To("actions"), _To("actions", 2)],
    "reviews.about": None,
    "reviews.attended": ["pupil", "family"],
    "reviews.plan_version": 2,
    "reviews.due": None,
    "reviews.outcomes.result": "progress",
    "weeks": {"2026-11-09": r"/\ U\ /\ /\ /\ ".strip(), "2026-11-16": r"/\ U\ /\ U\ /\ ".strip()},
    "log.session": "AM",
    "log.code": "I",
    "log.reason": "mental_health",
    "log.certainty": "confirmed",
    "log.action": _To("actions"),
    "log.concern": _To("concerns"),
    "log.condition": _To("plan.conditions"),
    "lessons.period": "P1",
    "lessons.mark": "U",
    "timetable.day": "tue",
    "timetable.period": "P1",
    "notes.days": ["tue"],
    "notes.session": "AM",
    "notes.reason": "medical",
    "notes.certainty": "confirmed",
    "notes.concern": _To("concerns", 1),
    "notes.action": _To("actions", 2),
    "notes.provision": _To("plan.outcomes.provision"),
    "notes.condition": _To("plan.conditions"),
}
"""Codes, references to things and to people, and days that differ from their key's: by path, None for a key left out."""

_ENDED = "2026-11-06"

_ITEMS: tuple[dict[str, Any], ...] = (
    {},
    {"restricted": True},
    {"then": {"restricted": True}},
    {"restricted": True, "then": {"restricted": False}},
    {"gone": True},
    {"gone": True, "restricted": True},
)

_VARIANTS: dict[str, tuple[dict[str, Any], ...]] = {
    "plan.outcomes": (
        {"status": "open"},
        {"status": "met", "ended_on": _ENDED, "provision": []},
        {"status": "replaced", "ended_on": _ENDED, "provision": []},
        {"status": "open", "restricted": True, "provision": []},
        {"status": "open", "provision": [], "then": {"restricted": True}},
        {"status": "open", "restricted": True, "provision": [], "then": {"restricted": False}},
        {"status": "open", "gone": True},
        {"status": "open", "gone": True, "restricted": True},
    ),
    "plan.outcomes.provision": (
        {"status": "in_place"},
        {"status": "planned"},
        {"status": "partial"},
        {"status": "not_delivered"},
        {"status": "at_risk"},
        {"status": "withdrawn"},
        {"status": "in_place", "restricted": True},
        {"status": "in_place", "then": {"restricted": True}},
        {"status": "in_place", "gone": True},
        {"status": "in_place", "gone": True, "restricted": True},
    ),
    "plan.circumstances": (
        {"kind": "referral"},
        {"kind": "appeal", "stage": "registered"},
        {"kind": "needs_assessment"},
        {"kind": "medical_event"},
        {"kind": "family"},
        {"kind": "care"},
        {"kind": "other"},
        {"kind": "referral", "restricted": True},
        {"kind": "referral", "then": {"kind": "appeal", "stage": "registered"}},
        {"kind": "appeal", "stage": "registered", "then": {"kind": "referral", "stage": None}},
        {"kind": "referral", "gone": True},
        {"kind": "referral", "gone": True, "restricted": True},
        {"kind": "care", "gone": True},
    ),
    "concerns": (
        {"theme": "attendance"},
        {"theme": "wellbeing", "restricted": True},
        {"theme": "relationships", "then": {"restricted": True}},
        {"theme": "learning", "restricted": True, "then": {"restricted": False}},
        {"theme": "communication", "gone": True},
        {"theme": "other", "gone": True, "restricted": True},
    ),
    "actions": (
        {"status": "open", "ended_on": None},
        {"status": "done", "ended_on": _ENDED},
        {"status": "open", "ended_on": None, "restricted": True},
        # Not marked itself, but it belongs to a concern that is.
        {"status": "open", "ended_on": None, "concern": _To("concerns", 1), "closed": True},
        # It belongs to a concern that was, or to one that is and was not.
        {
            "status": "done",
            "ended_on": _ENDED,
            "concern": _To("concerns"),
            "then": {"concern": _To("concerns", 1), "closed": True},
        },
        {"status": "done", "ended_on": _ENDED, "gone": True},
        {"status": "done", "ended_on": _ENDED, "gone": True, "restricted": True},
        {
            "status": "done",
            "ended_on": _ENDED,
            "gone": True,
            "concern": _To("concerns", 1, gone=True),
            "closed": True,
        },
    ),
    "reviews": (
        {"kind": "concern", "about": [_To("concerns")]},
        {"kind": "concern", "about": [_To("concerns", 1)], "closed": True},
        {"kind": "provision", "about": [_To("plan.outcomes.provision"), _To("plan.conditions")]},
        {"kind": "health_care_plan", "about": [_To("plan.conditions")]},
        *(
            {"kind": kind}
            for kind in (
                "sen_support",
                "sen_support_report",
                "ehcp_annual",
                "ehcp_interim",
                "ehcp_under_five",
                "isp",
                "part_time_timetable",
                "risk_assessment",
                "evacuation_plan",
                "pep",
                "exam_access",
            )
        ),
        {"kind": "sen_support", "due": "2026-11-13", "held_on": None, "chain": None},
        {"kind": "sen_support", "restricted": True},
        {"kind": "sen_support", "then": {"restricted": True}},
        {"kind": "sen_support", "then": {"kind": "pep"}},
        {"kind": "sen_support", "gone": True},
        {"kind": "pep", "gone": True},
        {"kind": "concern", "about": [_To("concerns", 1, gone=True)], "closed": True, "gone": True},
        {"kind": "provision", "about": [_To("plan.conditions", 0, gone=True)], "closed": True, "gone": True},
    ),
    "reviews.outcomes": (
        {"id": _To("plan.outcomes")},
        {"id": _To("plan.outcomes", 3), "closed": True},
        {"id": _To("plan.outcomes", 1, gone=True), "closed": True, "gone": True},
    ),
    "log": (
        {"date": "2026-10-06"},
        {"date": "2026-10-07", "restricted": True},
        {"date": "2026-10-08", "gone": True},
        {"date": "2026-10-09", "gone": True, "restricted": True},
    ),
}
"""The items of a list, where they differ: `closed` marks what goes with something hidden. `then` is what was otherwise in the
past, and what is `gone` stood there alone.
"""


def _school(mint: _Mint) -> dict[str, Any]:
    edit = mint.token(Route("edit.url"), Route("in_name_only.url"))
    commit = mint.token(Route("school.commit_url"))
    return {
        "name": mint.token(Route("school.name")),
        "phase": "all_through",
        "kind": "academy",
        "forge": {
            "edit": f"https://git.ashgrove.example/{edit}/{{path}}",
            "commit": f"https://git.ashgrove.example/{commit}/{{commit}}",
        },
        "terms": [
            {"name": mint.token(Route("school.week_label")), "start": start, "end": end}
            for start, end in (
                ("2026-09-02", "2026-10-23"),
                ("2026-11-02", "2026-12-18"),
                ("2027-01-04", "2027-02-12"),
            )
        ],
        "closures": [{"date": "2026-11-02", "reason": mint.token()}],
        "transitions": [{"date": "2026-09-07", "name": mint.token()}],
        "periods": [{"id": "P1", "session": "AM", "starts": "08:50", "ends": "09:50"}],
    }


def _staff(mint: _Mint) -> dict[str, Any]:
    def person(identity: str, *roles: str, **more: Any) -> dict[str, Any]:
        return {
            "id": identity,
            "name": mint.token(Route("school.staff.name")),
            "roles": list(roles),
            "email": f"{mint.token()}@ashgrove.example",
            "git_emails": [f"{mint.token()}@ashgrove.example"],
            "handover": mint.token(Route("school.staff.handover")),
            **more,
        }

    return {
        "staff": [
            person(_SENCO, "senco"),
            person(_TEACHER, "form_tutor", "keyworker", away={"from": "2026-11-16", "until": "2026-12-04", "cover": _SENCO}),
            person(_HEAD, "head", "dsl"),
            person("c-gone", "teaching_assistant", left_on="2026-10-23"),
        ]
    }  # fmt: skip
