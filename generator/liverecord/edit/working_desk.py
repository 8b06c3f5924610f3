"""The desk that works: a school's clone, its records read from git, its saves kept there and sent from there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from liverecord.edit import desk, pages
from liverecord.edit.bringing import Bringing
from liverecord.edit.clashing import clashes_shown
from liverecord.edit.clone import Clock, Clone
from liverecord.edit.desk import Decisions, How, Shown, Upload
from liverecord.edit.laid import laid
from liverecord.edit.own_site import OwnSite
from liverecord.edit.prepared import Prepared, prepared
from liverecord.edit.told_back import in_order
from liverecord.edit.waits import beside, changes, in_words, is_ahead, needs_account, not_sent, undecided
from liverecord.examine.jobs.preview import Preview, preview
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.jobs import JOBS
from liverecord.forms.offered import Offers, of_pupil, of_school
from liverecord.forms.question import Answers, Wrong
from liverecord.model.records import Person as Colleague
from liverecord.read.blobs import Blobs
from liverecord.read.history import uncommitted
from liverecord.read.settings import Settings
from liverecord.saves import person as persons
from liverecord.saves.catching_up import CaughtUp, bring_up_to_date
from liverecord.saves.catching_up import preview as preview_of_all
from liverecord.saves.keeping import NotKept, keep
from liverecord.saves.person import Person
from liverecord.saves.replay import Clash
from liverecord.saves.sending import Sent, fetch, nowhere, request_page, send
from liverecord.saves.trouble import Trouble


@contextmanager
def working_desk(settings: Settings, clock: Clock) -> Iterator["WorkingDesk"]:
    """Yield the desk of the school whose settings these are; raises LiverecordError where nothing can be written there.

    `clock` says which day it is whenever it is asked.
    """
    with Blobs(settings.root) as blobs, OwnSite(settings) as site:
        clone = Clone(settings, clock, blobs)
        site.want(clone.now().commit, clone.today)
        yield WorkingDesk(clone, site)


class WorkingDesk:
    """A desk over a clone; see `desk.Desk` for what each of its functions promises."""

    def __init__(self, clone: Clone, site: OwnSite) -> None:
        self._clone = clone
        self._site = site
        self._last: Sent | None = None
        self._trouble: Trouble | None = None
        self._bringing = Bringing(clone, self._shown)

    # ── Who, and where ──────────────────────────────────────────────────────────────────────────────────

    @property
    def school_name(self) -> str:
        """The school's name."""
        return self._clone.now().world.school.name or "Live records"

    @property
    def dsl_names(self) -> Sequence[str]:
        """The names of the designated safeguarding leads who are here."""
        staff = self._clone.now().world.staff.staff
        return [each.name for each in staff if "dsl" in each.roles and not _has_left(each, self._clone.today)]

    def person(self) -> desk.Person | None:
        """Return who writes."""
        known = self._clone.writer()
        return desk.Person(known.name, known.email) if known.email else None

    def introduce(self, name: str, email: str) -> list[Wrong]:
        """Keep who writes in this clone alone."""
        made = persons.introduce(self._clone.settings.root, name, email)
        self._clone.forget()
        return [] if isinstance(made, Person) else [Wrong(each.field, each.message) for each in made]

    # ── What there is to write ──────────────────────────────────────────────────────────────────────────

    def jobs(self) -> Sequence[Job]:
        """Return every job there is."""
        return JOBS

    def pupils(self) -> Sequence[pages.PupilLine]:
        """Return every pupil on roll, by name."""
        lines = self._clone.pupils()
        return [pages.PupilLine(each.id, each.name, each.form) for each in lines if each.is_on_roll]

    def called(self, pupil: str) -> str:
        """Return what a pupil is called; raises NotHere where there is none of that id."""
        return self._line(pupil).name

    def whose(self, pupil: str) -> str:
        """Return who a pupil is: the name, and the form where there is one; raises NotHere where there is none of that id."""
        return self._line(pupil).whole

    def _line(self, pupil: str) -> pages.PupilLine:
        for line in self._clone.pupils():
            if line.id == pupil:
                return pages.PupilLine(line.id, line.name, line.form)
        raise NotHere

    def jobs_page(self, pupil: str | None) -> pages.JobsPage:
        """Return what can be written about a pupil, or about the whole school."""
        if pupil is None:
            return pages.JobsPage("Write something", _groups((), of_school()))
        scene = self._clone.scene(self._clone.now(), _any_job(), pupil, ())
        return pages.JobsPage(
            f"Write something about {self.called(pupil)}", _groups((pupil,), of_pupil(scene))
        )

    def scene(self, job: Job, pupil: str | None, names: tuple[str, ...]) -> Scene:
        """Return what a job may look at."""
        return self._clone.scene(self._clone.now(), job, pupil, names)

    # ── What it means ───────────────────────────────────────────────────────────────────────────────────

    def asked_on(self, scene: Scene, job: Job, answers: Answers) -> Scene:
        """Return the scene that a form was asked on; `scene` where that is not known."""
        return self._clone.asked_on(scene, job, answers)

    def means(self, scene: Scene, job: Job, answers: Answers) -> pages.Means | list[Wrong]:
        """Return what a change means, judged in memory; or what is wrong, at its questions."""
        ready = self._prepared(scene, job, answers, {})
        return ready if isinstance(ready, list) else ready.means

    def save(
        self,
        scene: Scene,
        job: Job,
        answers: Answers,
        *,
        how: How,
        seen: str,
        decisions: Decisions,
    ) -> pages.SentPage | pages.Means | list[Wrong]:
        """Save what was previewed, or return what has to be looked at again."""
        trouble = self._caught_up() if how == "send" else None
        now = self._clone.scene(self._clone.now(), job, scene.pupil, scene.names)
        ready = self._prepared(now, job, answers, decisions)
        if isinstance(ready, list):
            return ready
        if ready.means.seen != seen or ready.means.clashes:
            return ready.means
        return self._kept(ready, how, trouble) or self.means(
            self.scene(job, scene.pupil, scene.names), job, answers
        )

    def _prepared(
        self, now: Scene, job: Job, answers: Answers, decisions: Decisions
    ) -> Prepared | list[Wrong]:
        asked_on = self._clone.asked_on(now, job, answers)
        made = laid(asked_on, now, lambda scene: job.write(scene, answers), decisions)
        if isinstance(made, list):
            return made
        if not made.written.steps and not made.clashes:
            return [Wrong("", "Somebody else has written the very same meanwhile: nothing is left to send.")]
        told = preview(self._clone.settings, self._clone.ground(now.commit), self._clone.blobs, made.written)
        if isinstance(told, list):
            return told
        clashes = clashes_shown(self._clone, made.clashes, asked_on.commit, now.commit)
        asked = in_order(job.ask(asked_on, answers), made.written.asked_at)
        written = made.written._replace(asked_at=asked)
        return self._shown(told, written, now, clashes, is_met=made.is_met)

    def _shown(
        self,
        told: Preview,
        written: Written,
        scene: Scene | None = None,
        clashes: Sequence[pages.Clash] = (),
        *,
        is_met: bool = False,
    ) -> Prepared:
        return prepared(
            told,
            written,
            scene,
            clashes,
            is_met=is_met,
            waiting=self.number_waiting(),
            stays=self._stays(),
        )

    # ── Kept and sent ───────────────────────────────────────────────────────────────────────────────────

    def _stays(self) -> str:
        """Return why nothing can be sent from this clone at all; "" where it can."""
        nobody = nowhere(self._clone.settings.root)
        return in_words(nobody) if nobody is not None else ""

    def _caught_up(self, *, sign_in: bool = False) -> Trouble | CaughtUp | None:
        """Ask the server what is new, and lay what waits on it; return what kept it, or what must be decided first."""
        return self._heard(sign_in=sign_in) or self._caught({})

    def _heard(self, *, sign_in: bool = False) -> Trouble | None:
        """Ask the server what is new; say what kept it, and remember that."""
        heard = fetch(self._clone.settings.root, self._clone.branch(), self._clone.writer(), sign_in=sign_in)
        self._trouble = heard if isinstance(heard, Trouble) else None
        return self._trouble

    def _caught(self, decisions: Decisions) -> CaughtUp | None:
        """Lay what waits on what the server has; return what a person must decide first, and then nothing has changed."""
        for _ in range(_AT_MOST_ANEW):
            at = self._clone.standing()
            if not at.is_behind:
                return None
            made = bring_up_to_date(self._clone.settings.root, at, self._clone.writer(), decisions)
            if made.clashes or made.unwritten:
                return made
        return None

    def _kept(self, ready: Prepared, how: How, trouble: Trouble | CaughtUp | None) -> pages.SentPage | None:
        """Keep a change, and send it; None where something else was saved meanwhile."""
        at = self._clone.standing()
        files = {draft.path: draft.after for draft in ready.drafts}
        kept = keep(self._clone.settings.root, at, self._clone.writer(), files, ready.message)
        if isinstance(kept, NotKept):
            if kept.reason == "moved":
                return None
            return pages.SentPage(is_sent=False, why=kept.message)
        self._site.want(kept.commit, self._clone.today)
        if how == "keep":
            stays = ready.means.stays
            done = pages.SentPage(is_sent=False, why=stays or _KEPT, can_retry=not stays, was_tried=False)
        else:
            done = not_sent(trouble) if trouble is not None else self._sent()
        return done._replace(told=ready.means.told, whose=ready.means.about)

    def _sent(self, *, sign_in: bool = False) -> pages.SentPage:
        forge = self._clone.now().world.school.forge
        made = send(self._clone.settings.root, self._clone.standing(), forge, sign_in=sign_in)
        self._trouble = made if isinstance(made, Trouble) else None
        if isinstance(made, Sent):
            self._last = made
            return pages.SentPage(is_sent=True, link=made.link or "")
        return not_sent(made)

    def send(self) -> pages.SentPage | pages.WaitingPage:
        """Send what is kept here."""
        return self._sent_up_to_date(sign_in=False)

    def sign_in(self) -> pages.SentPage | pages.WaitingPage:
        """Let the person's own helper ask for a password, then send what is kept here."""
        return self._sent_up_to_date(sign_in=True)

    def _sent_up_to_date(self, *, sign_in: bool) -> pages.SentPage | pages.WaitingPage:
        trouble = self._caught_up(sign_in=sign_in)
        if isinstance(trouble, CaughtUp):
            return self._undecided(trouble)
        if trouble is None and not self.number_waiting():
            return self._waiting(())._replace(is_asked=True)
        return not_sent(trouble) if trouble is not None else self._sent(sign_in=sign_in)

    # ── What waits ──────────────────────────────────────────────────────────────────────────────────────

    def number_waiting(self) -> int:
        """Return how many changes are not merged yet."""
        return len(self._clone.standing().saves)

    def waiting(self) -> pages.WaitingPage:
        """Return what is sent and not merged, what is not sent, and what was edited by hand."""
        at = self._clone.standing()
        return self._waiting(preview_of_all(self._clone.settings.root, at).clashes if at.is_behind else ())

    def bring_up_to_date(self, decisions: Decisions) -> pages.WaitingPage:
        """Lay what waits on what the school's records say now."""
        heard = self._heard()
        left = self._caught(decisions)
        self._site.want(self._clone.now().commit, self._clone.today)
        if left is not None:
            return self._undecided(left)
        why = in_words(heard) if heard is not None else self._sent_again()
        return self._waiting(())._replace(why=why, is_asked=heard is None)

    def _undecided(self, waits: CaughtUp) -> pages.WaitingPage:
        return self._waiting(waits.clashes)._replace(why=undecided(waits))

    def _sent_again(self) -> str:
        """Send what was sent before and is brought up to date by now, so that its request shows it; say what kept it."""
        at = self._clone.standing()
        if not is_ahead(at) or not all(save.is_sent for save in at.saves):
            return ""
        return self._sent().why

    def _waiting(self, clashes: Sequence[Clash]) -> pages.WaitingPage:
        root, stays = self._clone.settings.root, self._stays()
        names = {line.id: line.name for line in self._clone.pupils()}
        at = self._clone.standing()
        sent, kept = (changes(at, names, is_sent=is_sent) for is_sent in (True, False))
        last, forge = self._last, self._clone.now().world.school.forge
        link = last.link if last is not None and last.branch == at.branch else request_page(root, at, forge)
        return pages.WaitingPage(
            sent=sent,
            kept=kept,
            by_hand=beside(uncommitted(root, self._clone.settings.records), names),
            link=(link or "") if sent else "",
            is_behind=at.is_behind or (self._trouble is not None and self._trouble.reason == "out_of_date"),
            clashes=clashes_shown(self._clone, clashes, at.base, at.elsewhere or at.main),
            why=stays or (in_words(self._trouble) if self._trouble and at.saves else ""),
            can_send=not stays and (bool(kept) or is_ahead(at)),
            can_sign_in=needs_account(self._trouble),
            can_ask=not stays,
        )

    # ── Files ───────────────────────────────────────────────────────────────────────────────────────────

    def files_page(self, kind: str) -> pages.FilesPage:
        """Return the page that asks for files of a kind."""
        return self._bringing.page(kind)

    def read_files(
        self, kind: str, uploads: Sequence[Upload], held: str, ticked: frozenset[str]
    ) -> pages.Means | pages.FilesPage:
        """Return what files would change, or the page again with what the import asks."""
        made = self._bringing.read(kind, uploads, held, ticked)
        return made if isinstance(made, pages.FilesPage) else made.means

    def save_files(self, kind: str, seen: str, *, how: How) -> pages.SentPage | pages.Means | pages.FilesPage:
        """Save what a preview of files showed."""
        trouble = self._caught_up() if how == "send" else None
        made = self._bringing.again(kind, seen)
        if isinstance(made, pages.FilesPage):
            return made
        if made.means.seen != seen:
            return made.means
        done = self._kept(made, how, trouble)
        if done is not None:
            return done
        made = self._bringing.again(kind, seen)
        return made if isinstance(made, pages.FilesPage) else made.means

    # ── The site ────────────────────────────────────────────────────────────────────────────────────────

    def site_folder(self) -> Shown:
        """Return the site of the commit that the next save stands on."""
        self._site.want(self._clone.standing().base, self._clone.today)
        built = self._site.shown()
        return Shown(built.folder, built.policy, built.is_older)


_AT_MOST_ANEW = 4
"""What another computer sent is met first, then main: a few rounds, and the rest is for the next time."""

_KEPT = "It is kept on this computer, and you can send it whenever you like."


def _groups(before: tuple[str, ...], offers: Sequence[Offers]) -> list[pages.Group]:
    return [
        pages.Group(
            group.heading,
            [pages.Link((*before, *offer.parts), offer.words, of=offer.about) for offer in group.offers],
            group.anchor,
            group.asks_whose,
        )
        for group in offers
    ]


def _any_job() -> Job:
    return next(job for job in JOBS if job.scope == "pupil")


def _has_left(colleague: Colleague, today: date) -> bool:
    return colleague.left_on is not None and colleague.left_on < today
