"""A desk in memory, with toy jobs that ask every kind of question: what the pages are tried with, without git or records."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from liverecord.edit.desk import Decisions, How, Person, Shown, Upload
from liverecord.edit.pages import (
    Aside,
    Change,
    Clash,
    FilesPage,
    Follows,
    Group,
    JobsPage,
    Lines,
    Link,
    Means,
    PupilLine,
    Said,
    SentPage,
    Told,
    WaitingPage,
    elsewhere,
)
from liverecord.examine.jobs.scene import Unreadable
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.offered import FILES
from liverecord.forms.question import Answers, Choice, Form, Question, Section, Wrong
from liverecord.problem import Place, Problem
from record_documents import RULEBOOK, typed_school

TODAY = date(2026, 11, 22)
MAYA = "p-7k3m"
PUPILS = (
    PupilLine(MAYA, "Maya Ellison", "8B"),
    PupilLine("p-2kpv", "Kezia Hawksmere", "11B"),
    PupilLine("p-9wtr", "Tomos Brightwater", "4 Maple"),
)
SITE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'"

CLASH = Clash("concerns.c1.owner", "Who holds the concern", "B. Kowal", "R. Adeyemi", "B. Kowal")
PROBLEM = Problem(
    Place("records/pupils/p-7k3m/plan.yml", 18),
    "unknown-person",
    "there is no member of staff of that id",
    "Name one.",
)
ELSEWHERE = elsewhere(PROBLEM)


class ToyDesk:
    """A desk that remembers what was asked of it (`calls`), and answers as a test sets it."""

    school_name = "Ashgrove School"

    def __init__(self, folder: Path | None = None) -> None:
        self.calls: list[Any] = []
        self.dsl_names: Sequence[str] = ("A. Farrow",)
        self.known: Person | None = Person("R. Adeyemi", "r.adeyemi@ashgrove.example")
        self.folder = folder
        self.policy = SITE_POLICY
        self.is_older = False
        self.number = 2
        self.every: Sequence[PupilLine] = PUPILS
        self.clashes: tuple[Clash, ...] = ()
        self.met = ""
        self.stays = ""
        self.wrong: list[Wrong] = []
        self.asked: tuple[tuple[str, str], ...] = ()
        self.raises: Exception | None = None
        self.sent = SentPage(
            is_sent=True,
            told=(Told((Said("Spoke to mother by phone on 20 November."),)),),
            link="https://forge.example/ashgrove/records/pulls/new",
        )
        self.asks: WaitingPage | None = None
        self.waits = WaitingPage(
            sent=(Change("p-2kpv: this week's line to c1", "20 November 2026"),),
            kept=(Change("p-7k3m: log a conversation of 2026-11-20", "22 November 2026"),),
            by_hand=(Change("The plan", "records/pupils/p-9wtr/plan.yml", "Idris Vale"),),
            link="https://forge.example/ashgrove/records/pulls/3",
            is_behind=True,
        )

    def person(self) -> Person | None:
        return self.known

    def introduce(self, name: str, email: str) -> list[Wrong]:
        self.calls.append(("introduce", name, email))
        wrong = [Wrong("name", "Write your name.")] if not name else []
        wrong += [Wrong("email", "Write your e-mail address.")] if "@" not in email else []
        if not wrong:
            self.known = Person(name, email)
        return wrong

    def jobs(self) -> Sequence[Job]:
        return JOBS

    def pupils(self) -> Sequence[PupilLine]:
        return self.every

    def called(self, pupil: str) -> str:
        for each in self.every:
            if each.id == pupil:
                return each.name
        raise NotHere("There is no such pupil.")

    def whose(self, pupil: str) -> str:
        self.called(pupil)
        return next(each.whole for each in self.every if each.id == pupil)

    def jobs_page(self, pupil: str | None) -> JobsPage:
        if pupil is None:
            return JobsPage(
                "What would you like to write?",
                (
                    Group("Every week", (Link(("week",), "This week", "Five concerns have no line yet"),)),
                    Group("About a pupil", (Link(("conversation",), "A conversation"),), seeks=True),
                ),
            )
        links = (
            Link((pupil, "conversation"), "Log a conversation", "Last spoken to on 5 November"),
            Link((pupil, "none", "a3"), "Did it help?", of="Ask transport again"),
            Link((pupil, "conversation", "a3"), "Change it", of="Ask transport again"),
        )
        return JobsPage(self.called(pupil), (Group("Daily", links), Group("Plan", links[:1], "plan")))

    def scene(self, job: Job, pupil: str | None, names: tuple[str, ...]) -> Scene:
        self.calls.append(("scene", job.name, pupil, names))
        if self.raises is not None:
            raise self.raises
        if names == ("gone",):
            raise NotHere("The concern was closed.")
        if names == ("broken",):
            raise Unreadable((PROBLEM,))
        school, staff = typed_school()
        return Scene(TODAY, "r-adeyemi", RULEBOOK, school, staff, {}, {}, pupil=pupil, names=names)

    def asked_on(self, scene: Scene, job: Job, answers: Answers) -> Scene:
        return scene

    def means(self, scene: Scene, job: Job, answers: Answers) -> Means | list[Wrong]:
        written = job.write(scene, answers)
        if isinstance(written, list):
            return written
        self.calls.append(("means", job.name, dict(answers)))
        return list(self.wrong) or self._means(answers)

    def _means(self, answers: Answers) -> Means:
        said = [f"{name}: {value}" for name, values in answers.items() for value in values if value]
        return Means(
            about="Maya Ellison",
            told=(Told([Said(each) for each in said]),),
            seen="abc123",
            follows=(
                Follows("No longer due", "ok", "Contact with the family, which was long ago"),
                Follows("In 5 days", "soon", "Ask transport again, T. Barros; R. Adeyemi covers"),
            ),
            met=self.met,
            clashes=self.clashes,
            lines=(
                Lines(
                    "records/pupils/p-7k3m/contacts.yml", [("+", "  - id: k2"), ("+", "    date: 2026-11-20")]
                ),
                Lines("records/pupils/p-7k3m/actions.yml", [("+", "  - id: a4")]),
            ),
            waiting=2,
            stays=self.stays,
        )

    def save(
        self,
        scene: Scene,
        job: Job,
        answers: Answers,
        *,
        how: How,
        seen: str,
        decisions: Decisions,
    ) -> SentPage | Means | list[Wrong]:
        self.calls.append(("save", job.name, dict(answers), how, seen, dict(decisions)))
        if self.wrong:
            return list(self.wrong)
        if any(each.name not in decisions for each in self.clashes):
            return self._means(answers)
        return self.sent

    def files_page(self, kind: str) -> FilesPage:
        return FilesPage(FILES[kind], "Files of the register", "As your register exports them.")

    def read_files(
        self, kind: str, uploads: Sequence[Upload], held: str, ticked: frozenset[str]
    ) -> Means | FilesPage:
        given = [(each.name, each.content) for each in uploads]
        self.calls.append(("read_files", kind, given, held, sorted(ticked)))
        page = self.files_page(kind)
        if not (uploads or held):
            return page._replace(wrong=[Wrong("files", "Choose a file of marks.")])
        if self.asked and ticked != {name for name, _ in self.asked}:
            wrong = [Wrong("files", "The file asks something.")]
            return page._replace(wrong=wrong, asked=self.asked, held="held-1", ticked=ticked)
        return Means(
            "Marks of 2 pupils",
            (Told([Said(f"{each.name} was read.") for each in uploads]),),
            "marks-1",
            to_write=(Aside("Since when there is support is not written yet.", ("Maya Ellison",)),),
        )

    def save_files(self, kind: str, seen: str, *, how: How) -> SentPage | Means | FilesPage:
        self.calls.append(("save_files", kind, seen, how))
        return self.sent

    def number_waiting(self) -> int:
        return self.number

    def waiting(self) -> WaitingPage:
        return self.waits

    def send(self) -> SentPage | WaitingPage:
        self.calls.append(("send",))
        return self.asks or self.sent

    def sign_in(self) -> SentPage | WaitingPage:
        self.calls.append(("sign_in",))
        return self.asks or self.sent

    def bring_up_to_date(self, decisions: Decisions) -> WaitingPage:
        self.calls.append(("bring_up_to_date", dict(decisions)))
        return self.waits

    def site_folder(self) -> Shown:
        assert self.folder is not None
        return Shown(self.folder, self.policy, self.is_older)


# ── Toy jobs ────────────────────────────────────────────────────────────────────────────────────────────

SEEN = "The SEND and pastoral team will see this. Class teachers will not."
WITH = (
    Choice("mother", "Mother"),
    Choice("father", "Father"),
    Choice("pupil", "The pupil"),
    Choice("other", "Somebody else"),
)
STAFF = (
    Choice("r-adeyemi", "R. Adeyemi", "you"),
    Choice("t-barros", "T. Barros", "away to 4 December, R. Adeyemi covers"),
)


def _value(answers: Answers, name: str, *fact: str) -> tuple[str, ...]:
    return tuple(answers.get(name, fact))


def _number(answers: Answers) -> int:
    said = answers.get("number-agreed", ["1"])[0]
    return (int(said) if said.isdecimal() else 1) + (answers.get("more") == ("agreed",))


def _ask_conversation(scene: Scene, answers: Answers) -> Form:
    def one(name: str, label: str, kind: Any, *fact: str, **more: Any) -> Question:
        return Question(name=name, label=label, kind=kind, value=_value(answers, name, *fact), **more)

    agreed = [
        question
        for number in range(1, _number(answers) + 1)
        for question in (
            one(f"what-{number}", f"Action {number}", "text"),
            one(f"owner-{number}", f"Who does action {number}?", "select", choices=STAFF),
            one(f"due-{number}", f"By when is action {number} done?", "day", hint="Such as 27 November 2026"),
        )
    ]
    return Form(
        title="Log a conversation",
        about=("Maya Ellison, Year 8, 8B.", "Last spoken to: 5 November, by phone, J. Okafor."),
        sections=(
            Section(
                questions=(
                    one(
                        "date",
                        "When was it?",
                        "day",
                        "22 November 2026",
                        hint="Such as 22 November 2026, or yesterday",
                        is_required=True,
                    ),
                    one(
                        "by",
                        "Who spoke for the school?",
                        "select",
                        "r-adeyemi",
                        choices=STAFF,
                        is_required=True,
                    ),
                    one("with", "With whom?", "choice", choices=WITH, is_required=True),
                    one(
                        "reached",
                        "Did you reach them?",
                        "yes",
                        is_required=True,
                        choices=(
                            Choice("yes", "Yes"),
                            Choice("no", "No", "Worth recording too: it shows that you tried."),
                        ),
                    ),
                    one("happening", "What is happening?", "text", seen_by=SEEN),
                    one("names", "Who else was there?", "texts", hint="One name a line", seen_by=SEEN),
                    one("minutes", "How many minutes did it take?", "number"),
                    one("place", "Where was it?", "line"),
                    one("prompts", "What was talked about?", "several", choices=WITH[:3]),
                    one("again", "Shall we speak again?", "yes"),
                )
            ),
            Section(
                title="What was agreed?",
                hint="Each becomes an action with an owner and a day",
                questions=tuple(agreed),
            ),
        ),
        more=(Choice("agreed", "Add another action"),),
        hidden={"number-agreed": str(_number(answers))},
    )


def _write_conversation(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    wrong = []
    if answers.get("date", [""])[0] == "31 November 2026":
        wrong.append(Wrong("date", "31 November does not exist. November has 30 days."))
    if not answers.get("with"):
        wrong.append(Wrong("with", "Choose whom you spoke with."))
    if answers.get("happening", [""])[0] == "whole":
        wrong.append(Wrong("", "The form as a whole cannot be taken."))
    return wrong or Written({}, {}, f"{scene.pupil}: log a conversation")


def _ask_week(scene: Scene, answers: Answers) -> Form:
    said = (Choice("no", "Nothing changed"), Choice("yes", "Something did"))
    return Form(
        title="Update this week",
        about=("16 to 20 November. Three open concerns have no line yet.",),
        sections=tuple(
            Section(
                title=f"{pupil.name}, {pupil.form}",
                about=("Misses the first lesson on Tuesdays.", "Last line 13 November: no change"),
                questions=(
                    Question(name=f"said-{pupil.id}", label="What happened?", kind="choice", choices=said, value=_value(answers, f"said-{pupil.id}")),
                    Question(name=f"text-{pupil.id}", label=f"What changed for {pupil.name}?", kind="text", seen_by=SEEN, value=_value(answers, f"text-{pupil.id}")),
                ),
            )
            for pupil in PUPILS
        ),
    )  # fmt: skip


def _write_nothing(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    return Written({}, {}, "nothing")


def _ask_nothing(scene: Scene, answers: Answers) -> Form:
    leads = (Choice("conversation", "Log a conversation"), Choice("none/a 3", "The action"))
    return Form(title="Did it help?", none="This action has a result already.", leads=leads)


def _ask_choice_only(scene: Scene, answers: Answers) -> Form:
    question = Question(
        name="result", label="Did it help?", kind="yes", is_required=True, value=_value(answers, "result")
    )
    return Form(title="Did it help?", sections=(Section(questions=(question,)),))


JOBS = (
    Job("week", "This week", "school", _ask_week, _write_nothing),
    Job("conversation", "A conversation", "pupil", _ask_conversation, _write_conversation),
    Job("none", "Did it help?", "pupil", _ask_nothing, _write_nothing),
    Job("result", "Did it help?", "pupil", _ask_choice_only, _write_nothing),
    Job("result", "Did it help the school?", "school", _ask_choice_only, _write_nothing),
)
