"""What each page shows, as values. Text is plain: the templates escape it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from liverecord.forms.question import Choice, Form, Question, Section, Wrong
from liverecord.problem import Problem

Tone = Literal["late", "soon", "later", "ok", "missing", "plain"]
"""Which of four calm colours a tag takes; its words say the same."""


class Around(NamedTuple):
    """What stands around every page. `person` is who writes ("" where nobody is known), `waiting` how many changes wait
    (None: not asked), `here` the link that leads to this page.
    """

    school: str
    person: str
    waiting: int | None
    here: str = ""


class Link(NamedTuple):
    """A way to a form: the parts of its address below /edit/, such as ("p-7k3m", "helped", "a3"), its words, and a hint.

    `of` is the thing that the form is about, in its own words: ways to forms of one thing stand together under these.
    """

    parts: tuple[str, ...]
    words: str
    hint: str = ""
    of: str = ""


class Group(NamedTuple):
    """Links under a heading. `anchor` is the site's own for that part of a pupil's page: "plan", "concerns".

    `seeks` tells that a pupil can be looked for there by name.
    """

    heading: str
    links: Sequence[Link]
    anchor: str = ""
    seeks: bool = False

    @property
    def things(self) -> list[tuple[str, list[Link]]]:
        """The links, those of one thing together under its words; under "" each that is of no thing."""
        return [
            (links[0].of, links)
            for _, same in groupby(
                self.links, key=lambda link: (link.of, link.parts[-1] if link.of else link)
            )
            if (links := list(same))
        ]


class JobsPage(NamedTuple):
    """What can be written: about a pupil, or about the whole school."""

    title: str
    groups: Sequence[Group]


class PupilLine(NamedTuple):
    """A pupil to choose: the id, the name, and the form or year."""

    id: str
    name: str
    form: str = ""

    @property
    def whole(self) -> str:
        """Who it is: the name, and the form or year where there is one."""
        return f"{self.name}, {self.form}" if self.form else self.name


class PupilsPage(NamedTuple):
    """Whose record a job is about: the job's title, its name ("" for all that can be written), and those to choose from.
    `sought` is the part of a name that was typed.
    """

    title: str
    job: str
    pupils: Sequence[PupilLine]
    number: int
    sought: str = ""


class Seen(NamedTuple):
    """Who will see the answers to several questions: `words` say it once for them ("" where it is said elsewhere, or not),
    `each` is what then need not be shown beside a question.
    """

    words: str = ""
    each: str = ""


class FormPage(NamedTuple):
    """A form with what was wrong in it. `dsl` is whom to tell of a child at risk. `fresh` is the question to begin at,
    where one was added. `back` is where the way back leads, and its words. `leads` are forms for what stands within.
    `resumes` tells that the answers in it were given earlier, and not saved. `whose` says whose record it is about ("" for
    the school).
    """

    form: Form
    wrong: Sequence[Wrong]
    dsl: str
    back: tuple[str, str]
    fresh: str = ""
    leads: Sequence[Group] = ()
    resumes: bool = False
    whose: str = ""

    @property
    def title(self) -> str:
        """The form's own title."""
        return self.form.title

    @property
    def is_round(self) -> bool:
        """Tell whether it goes from one thing to the next: each section says what it is about, and asks the same."""
        asking = [section for section in self.form.sections if section.questions]
        return len(asking) > 1 and all(section.title and section.about for section in asking)

    @property
    def seen(self) -> Seen:
        """Who will see all the answers, where that is the same everywhere."""
        return _seen_alike(self.form.questions)

    def seen_in(self, section: Section) -> Seen:
        """Return who will see the answers of a section, where most of them are for the same eyes."""
        if self.seen.each:
            return Seen("", self.seen.each)
        alike = _seen_alike(section.questions)
        return alike if alike.each else _seen_mostly(section.questions)

    def errors(self, name: str) -> list[str]:
        """Return what is wrong with a question's answer."""
        return [each.message for each in self.wrong if each.name == name]

    @property
    def summary(self) -> list[Wrong]:
        """What is wrong, each once; what names no question of this form leads nowhere."""
        known = {question.name for question in self.form.questions}
        return list(
            dict.fromkeys(each if each.name in known else each._replace(name="") for each in self.wrong)
        )


class Said(NamedTuple):
    """A sentence, and below it what was typed, a line each."""

    sentence: str
    below: Sequence[str] = ()


class Told(NamedTuple):
    """What changes, in sentences; under a heading where there is more than one pupil or thing. `of` names all of whom it is said."""

    sentences: Sequence[Said]
    heading: str = ""
    of: Sequence[str] = ()


class Aside(NamedTuple):
    """What an import says beside its preview, once for all that are alike: of whom (or each in words), and what mends it."""

    says: str
    of: Sequence[str] = ()
    hint: str = ""


class Ticks(NamedTuple):
    """What may be ticked on a page of files, each by its name with its words; `about` says once what is right of all of them."""

    about: str
    each: Sequence[tuple[str, str]]


class Follows(NamedTuple):
    """A duty that moves: when, in words ("No longer due", "In 5 days"), its colour, and what is due; `of` names several pupils."""

    tag: str
    tone: Tone
    what: str
    of: Sequence[str] = ()


class Elsewhere(NamedTuple):
    """A problem of a record that keeps a form from opening: its place (path:line), what is wrong, and how to mend it."""

    place: str
    message: str
    hint: str = ""


class Clash(NamedTuple):
    """A value that somebody else changed too: its name in the form, what it is, both values, and who wrote theirs."""

    name: str
    what: str
    theirs: str
    mine: str
    whose: str = "Somebody else"


class Lines(NamedTuple):
    """The lines of one file that change: each with "+" where it comes, "-" where it goes."""

    path: str
    lines: Sequence[tuple[Literal["+", "-"], str]]


class Means(NamedTuple):
    """What a change means, before it is saved.

    `about` is who it is about. `beside` is what an import has somebody look into, `to_write` what it leaves to be written by hand. `seen` stands for what it was laid on, and comes back with the save. `met` says that somebody
    else changed the same file. `waiting` is how many changes wait beside this one. `stays` says why nothing can be sent at all ("" where it can), such as that there is no server.
    """

    about: str
    told: Sequence[Told]
    seen: str
    beside: Sequence[Aside] = ()
    to_write: Sequence[Aside] = ()
    follows: Sequence[Follows] = ()
    met: str = ""
    clashes: Sequence[Clash] = ()
    lines: Sequence[Lines] = ()
    waiting: int = 0
    stays: str = ""

    def counted(self, sign: str) -> int:
        """Return how many lines come, or go."""
        return sum(each == sign for file in self.lines for each, _ in file.lines)


class Choosing(NamedTuple):
    """What was decided of the clashes, by name, and which were asked about and are still open."""

    decided: Mapping[str, str]
    missing: Sequence[Clash] = ()


class MeansPage(NamedTuple):
    """A preview with all that leads on from it: the answers as fields, the word by which it is saved once, what was decided.

    `whose` says whose record the form is about ("" where it is the school's).
    """

    means: Means
    fields: Sequence[tuple[str, str]]
    once: str
    choosing: Choosing
    whose: str = ""


class SentPage(NamedTuple):
    """What became of a save. `link` leads to the forge's page for asking a colleague to read it. `why` says, where it
    was not sent, what kept it; then `can_retry` and `can_sign_in` say what may help, and `must_choose` that a person has
    to decide first what stays, on the page of what waits. `details` are git's own words, for whoever helps. `whose` says whose
    record was written, `was_tried` that sending it was tried.
    """

    is_sent: bool
    told: Sequence[Told] = ()
    link: str = ""
    why: str = ""
    can_retry: bool = False
    can_sign_in: bool = False
    must_choose: bool = False
    details: str = ""
    whose: str = ""
    was_tried: bool = True


class Change(NamedTuple):
    """A change that waits: what it is, in the words of its commit, when it was made, and whom its ids mean."""

    what: str
    when: str = ""
    whose: str = ""


class WaitingPage(NamedTuple):
    """What waits: sent and not merged, kept here, and changed without a form (`by_hand`: files, which no form touches).

    `link` leads to the forge's page for the changes that were sent. `is_behind` tells that the school's records moved since;
    `clashes` are what a person must decide before these changes can follow. `why` says what kept the last try. `can_ask`
    tells that there is a server to ask, `is_asked` that it was asked just now, and answered.
    """

    sent: Sequence[Change] = ()
    kept: Sequence[Change] = ()
    by_hand: Sequence[Change] = ()
    link: str = ""
    is_behind: bool = False
    clashes: Sequence[Clash] = ()
    why: str = ""
    can_send: bool = True
    can_sign_in: bool = False
    can_ask: bool = True
    is_asked: bool = False


class WaitingShown(NamedTuple):
    """What waits, with what was decided of its clashes."""

    waits: WaitingPage
    choosing: Choosing


class IntroducePage(NamedTuple):
    """Who are you: asked where git has no name. `wrong` is about `name` or `email`."""

    name: str = ""
    email: str = ""
    wrong: Sequence[Wrong] = ()


class FilesPage(NamedTuple):
    """Files of another system are asked for, in the words of their kind. `asked` are the import's questions, by name, with what it says of each, `ticks` those that are alike, `beside` what to look into; `held` stands for
    the files that it asks them of, which need not be chosen again. `ticked` is what was ticked.
    """

    title: str
    label: str
    hint: str
    wrong: Sequence[Wrong] = ()
    asked: Sequence[tuple[str, str]] = ()
    ticks: Sequence[Ticks] = ()
    beside: Sequence[Aside] = ()
    held: str = ""
    ticked: frozenset[str] = frozenset()
    left_open: str = ""


class ProblemPage(NamedTuple):
    """Why a page cannot be shown, and what to do; with the places of a record's problems where they are the reason."""

    title: str
    said: str
    hint: str = ""
    problems: Sequence[Elsewhere] = ()


def dsl(names: Sequence[str]) -> str:
    """Return whom to tell of a child at risk: by name, where the school has said who that is."""
    if not names:
        return "your designated safeguarding lead"
    known = list(names)
    return f"{', '.join(known[:-1])} or {known[-1]}" if len(known) > 1 else known[0]


def fields(answers: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return answers as the fields that send them again."""
    return [(name, value) for name, values in answers.items() for value in values]


def _seen_alike(questions: Sequence[Question]) -> Seen:
    said = {question.seen_by for question in questions}
    if len(questions) < _SEVERAL or len(said) != 1 or said == {""}:
        return Seen()
    (each,) = said
    text = each.replace(" will see this", " will see it").replace("shows this", "shows it")
    if text.startswith(("It ", "No ")):
        text = text[0].lower() + text[1:]
    return Seen(f"All of this: {text}", each)


def _seen_mostly(questions: Sequence[Question]) -> Seen:
    """Return what is said of more than half of the questions, where it is said of all of them who sees them."""
    ((each, number),) = Counter(question.seen_by for question in questions).most_common(1) or [("", 0)]
    if number <= max(_SEVERAL, len(questions) / 2) or not all(question.seen_by for question in questions):
        return Seen()
    return Seen(f"Where nothing else is said: {each}", each)


_SEVERAL = 2


def led(before: tuple[str, ...], leads: Sequence[Choice]) -> list[Group]:
    """Return the ways on from a form, by the headings they stand under. `before` is what their addresses begin with."""
    return [
        Group(heading, [Link((*before, *each.value.split("/")), each.label, each.hint) for each in under])
        for heading, under in groupby(leads, key=lambda lead: lead.under)
    ]


def elsewhere(problem: Problem) -> Elsewhere:
    """Return a problem of the record as the pages show it."""
    return Elsewhere(f"{problem.place.path}:{problem.place.line}", problem.message, problem.hint)
