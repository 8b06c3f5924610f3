"""The way through a form: asked, checked, previewed, saved. All of it passes here; what is known and kept is the desk's."""

import os
from collections.abc import Sequence
from typing import Any, cast

from flask import Flask, Response, abort, current_app, g, redirect, request
from msgspec.structs import replace
from werkzeug.exceptions import HTTPException

from liverecord.edit import guards, pages, received, showing, whole_site
from liverecord.edit.desk import ASKED_ON, Desk, How, Upload
from liverecord.edit.session import Session
from liverecord.examine.jobs.scene import Unreadable
from liverecord.forms.job import Job, NotHere, Scene
from liverecord.forms.offered import FILES
from liverecord.forms.question import Answers, Form, Wrong
from liverecord.model.ids import is_pupil_id
from liverecord.problem import LiverecordError, where


def application(desk: Desk, session: Session, port: int) -> Flask:
    """Return the application: one request at a time is answered by it."""
    made = Flask(__name__, static_folder=None, template_folder=None)
    made.url_map.merge_slashes = False
    guards.guard(made, session, port)
    _Doors(desk, session).open(made)
    return made


_OF_FILES = "/edit/<any({}):kind>".format(",".join(f'"{kind}"' for kind in FILES))


class _Doors:
    """Every address of the forms, as the views of one desk and one session."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self.desk = desk
        self.session = session

    def open(self, made: Flask) -> None:
        """Lay the addresses; the site has all others."""
        for rule, view, methods in (
            (guards.ENTER, self.enter, ("GET",)),
            ("/edit/form.css", self.style, ("GET",)),
            ("/edit/site.css", self.style, ("GET",)),
            ("/edit/", self.school_jobs, ("GET",)),
            ("/edit/pupil", self.choose, ("GET",)),
            ("/edit/introduce", self.introduce, ("GET", "POST")),
            ("/edit/sent", self.sent, ("GET",)),
            ("/edit/waiting", self.waiting, ("GET", "POST")),
            (_OF_FILES, self.files, ("GET", "POST")),
            ("/edit/<path:path>", self.job, ("GET", "POST")),
        ):
            made.add_url_rule(
                rule, rule, view, methods=list(methods), provide_automatic_options=False, strict_slashes=True
            )
        whole_site.give_out(made, self.desk)
        made.register_error_handler(HTTPException, self.refused)
        made.register_error_handler(NotHere, self.not_here)
        made.register_error_handler(Unreadable, self.unreadable)
        made.register_error_handler(LiverecordError, self.said)
        made.register_error_handler(Exception, self.faulty)

    # ── Coming in ───────────────────────────────────────────────────────────────────────────────────────

    def enter(self) -> Response:
        """Exchange the token for the cookie."""
        if not self.session.enter(request.args.get("token", "")):
            abort(403, guards.OPEN_IT)
        # From a page elsewhere a browser withholds this cookie on the way on; a click on a page of ours brings it.
        is_from_elsewhere = request.headers.get("Sec-Fetch-Site") == "cross-site"
        answer = (
            self.page(pages.ProblemPage("You are in", "This computer knows you now."))
            if is_from_elsewhere
            else _see("/")
        )
        answer.set_cookie(
            self.session.cookie_name, self.session.cookie, path="/", httponly=True, samesite="Strict"
        )
        return answer

    def style(self) -> Response:
        """Give out a style sheet."""
        name = request.path.rpartition("/")[2]
        return Response(showing.style(name), mimetype="text/css")

    def introduce(self) -> Response:
        """Ask who writes, where git does not know it, and go on to the page that was asked for."""
        if request.method != "POST":
            known = self.desk.person()
            return self.page(pages.IntroducePage(known.name if known else "", known.email if known else ""))
        name, email = (request.form.get(field, "").strip() for field in ("name", "email"))
        if wrong := self.desk.introduce(name, email):
            return self.page(pages.IntroducePage(name, email, wrong), 422)
        wanted, self.session.wanted = self.session.wanted, ""
        return _see(wanted or "/edit/")

    # ── What there is to write ──────────────────────────────────────────────────────────────────────────

    def school_jobs(self) -> Response:
        """Show what can be written about the whole school."""
        return self.page(self.desk.jobs_page(None), here="write")

    def job(self, path: str) -> Response:
        """Show a job's form, and take its answers."""
        first, *names = path.split("/")
        if not is_pupil_id(first):
            return self.of_job(None, first, tuple(names))
        if names == [""]:
            return self.page(self.desk.jobs_page(first), here="write")
        if not names:
            return _see(showing.address(first, ""))
        return self.of_job(first, names[0], tuple(names[1:]))

    def of_job(self, pupil: str | None, name: str, names: tuple[str, ...]) -> Response:
        """Find a job by its name, ask whose record it is about where nobody has said, and go through it."""
        named = {job.scope: job for job in self.desk.jobs() if job.name == name}
        job = named.get("school" if pupil is None else "pupil")
        if job is None and pupil is None and not names and "pupil" in named:
            return self.choose(named["pupil"])
        if job is None or "" in names:
            raise NotHere("There is no such form.")
        if unknown := self.unknown():
            return unknown
        scene = self.desk.scene(job, pupil, names)
        if request.method != "POST":
            draft = self.session.drafts.get(request.path)
            form = self.ask(job, scene, draft or {})
            if draft is None and (chosen := received.chosen(form)):
                form = job.ask(scene, chosen)
            return self.form(job, scene, form, draft or {}, resumes=draft is not None)
        return self.answered(job, scene)

    def unknown(self) -> Response | None:
        """Lead to where it is asked who writes, where git does not know it; None where it does."""
        if self.desk.person() is not None:
            return None
        self.session.wanted = request.path if request.method != "POST" else "/edit/"
        return _see("/edit/introduce")

    def choose(self, job: Job | None = None) -> Response:
        """Ask whose record a job is about, or to write about."""
        every = self.desk.pupils()
        sought = " ".join(request.args.get("name", "").split())
        found = [each for each in every if sought.casefold() in f"{each.name} {each.form}".casefold()]
        title, name = (job.title, job.name) if job is not None else ("Write about a pupil", "")
        return self.page(pages.PupilsPage(title, name, found, len(every), sought), here="write")

    # ── Through a form ──────────────────────────────────────────────────────────────────────────────────

    def answered(self, job: Job, scene: Scene) -> Response:
        """Take the answers: for one thing more, for a change, for the preview, or for the save."""
        answers, step = received.answers(), request.form.get("step", "")
        if step == "clear":
            self.session.drafts.pop(request.path, None)
            return _see(request.path)
        once = request.form.get("lr-once", "")
        if step in {"send", "keep"} and not self.session.is_open(once):
            return _see("/edit/sent")
        self.session.drafts[request.path] = answers
        if more := request.form.get("more"):
            before = {question.name for question in self.ask(job, scene, answers).questions}
            form = self.ask(job, scene, {**answers, "more": (more,)})
            fresh = next((each.name for each in form.questions if each.name not in before), "")
            return self.form(job, scene, form, answers, fresh=fresh)
        if step == "change":
            return self.asked(job, scene, answers)
        if step not in {"check", "send", "keep"}:
            abort(400)
        if step == "check":
            return self.meant(job, scene, answers, self.desk.means(scene, job, answers))
        whose = self.whose(scene)
        done = self.desk.save(
            scene,
            job,
            answers,
            how=cast("How", step),
            seen=request.form.get("lr-seen", ""),
            decisions=received.decisions(),
        )
        if isinstance(done, pages.SentPage):
            done = done._replace(whose=whose)
        return self.saved(once, done) or self.meant(job, scene, answers, cast("Any", done))

    def meant(self, job: Job, scene: Scene, answers: Answers, means: pages.Means | list[Wrong]) -> Response:
        """Show what a change means; what is wrong is shown at its questions."""
        if isinstance(means, list):
            return self.asked(job, scene, answers, means)
        return self.preview(means, pages.fields(answers), self.whose(scene))

    def asked(self, job: Job, scene: Scene, answers: Answers, wrong: list[Wrong] | None = None) -> Response:
        """Show the form with what was answered so far."""
        return self.form(job, scene, self.ask(job, scene, answers), answers, wrong or ())

    def ask(self, job: Job, scene: Scene, answers: Answers) -> Form:
        """Return a job's form; about what was taken out meanwhile, as it was when the answers were asked for."""
        try:
            return job.ask(scene, answers)
        except NotHere:
            return job.ask(self.desk.asked_on(scene, job, answers), answers)

    def form(
        self,
        job: Job,
        scene: Scene,
        form: Form,
        answers: Answers,
        wrong: Sequence[Wrong] = (),
        *,
        fresh: str = "",
        resumes: bool = False,
    ) -> Response:
        """Show a form."""
        back = ("/", "Back to Today")
        if scene.pupil is not None:
            back = (f"/pupils/{scene.pupil}/", f"Back to {self.desk.called(scene.pupil)}")
        # The answers are about the records as the form was first asked on them, whatever has come since.
        asked_on = next(iter(answers.get(ASKED_ON, ())), scene.commit)
        form = replace(form, hidden={ASKED_ON: asked_on, **form.hidden} if asked_on else form.hidden)
        leads = pages.led((scene.pupil,) if scene.pupil is not None else (), form.leads)
        dsl, whose = pages.dsl(self.desk.dsl_names), self.whose(scene)
        page = pages.FormPage(form, wrong, dsl, back, fresh, leads, resumes, whose)
        return self.page(page, 422 if wrong else 200, here=job.name)

    def whose(self, scene: Scene) -> str:
        """Return whose record a form is about; "" where it is the school's."""
        return self.desk.whose(scene.pupil) if scene.pupil is not None else ""

    def preview(self, means: pages.Means, fields: list[tuple[str, str]], whose: str = "") -> Response:
        """Show a preview, which can be saved once."""
        choosing = received.choosing(means.clashes)
        page = pages.MeansPage(means, fields, self.session.preview(), choosing, whose)
        return self.page(page, 422 if choosing.missing else 200)

    def saved(self, once: str, done: object) -> Response | None:
        """Note what became of a save, and lead to it; None where it was not saved yet."""
        if not isinstance(done, pages.SentPage):
            return None
        self.session.close(once, request.path, done)
        return _see("/edit/sent")

    # ── Files ───────────────────────────────────────────────────────────────────────────────────────────

    def files(self, kind: str) -> Response:
        """Take files of a kind, show what they would change, and save that."""
        if unknown := self.unknown():
            return unknown
        step = request.form.get("step", "")
        if request.method != "POST" or step == "change":
            return self.page(self.desk.files_page(kind), here="write")
        made: pages.SentPage | pages.Means | pages.FilesPage
        if step == "check":
            given = [each for each in request.files.getlist("files") if each.filename]
            made = self.desk.read_files(
                kind,
                [Upload(each.filename or "", each.read()) for each in given],
                request.form.get("held", ""),
                frozenset(request.form.getlist("ticked")),
            )
        elif step in {"send", "keep"}:
            once = request.form.get("lr-once", "")
            if not self.session.is_open(once):
                return _see("/edit/sent")
            made = self.desk.save_files(kind, request.form.get("lr-seen", ""), how=cast("How", step))
            if isinstance(made, pages.SentPage):
                self.session.close(once, request.path, made)
                return _see("/edit/sent")
        else:
            abort(400)
        if isinstance(made, pages.Means):
            return self.preview(made, [])
        return self.page(made, 422, here="write")

    # ── What is sent, and what waits ────────────────────────────────────────────────────────────────────

    def sent(self) -> Response:
        """Show what became of the last save."""
        if self.session.sent is None:
            return _see("/edit/waiting")
        return self.page(self.session.sent, here="waiting")

    def waiting(self) -> Response:
        """Show what waits; send it, sign in, or bring it up to date."""
        step = request.form.get("step", "")
        if request.method != "POST":
            return self.wait(self.desk.waiting())
        if step == "bring-up-to-date":
            return self.wait(self.desk.bring_up_to_date(received.decisions()))
        if step not in {"send", "sign-in"}:
            abort(400)
        if decided := received.decisions():
            waits = self.desk.bring_up_to_date(decided)
            if waits.clashes:
                return self.wait(waits)
        done = self.desk.send() if step == "send" else self.desk.sign_in()
        if isinstance(done, pages.WaitingPage):
            return self.wait(done)
        self.session.sent = done
        return _see("/edit/sent")

    def wait(self, waits: pages.WaitingPage) -> Response:
        """Show what waits."""
        choosing = received.choosing(waits.clashes)
        return self.page(
            pages.WaitingShown(waits, choosing), 422 if choosing.missing else 200, here="waiting"
        )

    # ── What goes wrong ─────────────────────────────────────────────────────────────────────────────────

    def refused(self, error: HTTPException) -> Response:
        """Say a refusal in plain words. Nothing is asked of the desk for it."""
        code = error.code or 500
        if g.get("is_known", False) and code == _NOT_FOUND and not request.path.startswith("/edit/"):
            return whole_site.nowhere(self.desk)
        said = guards.refused(code, error.description)
        answer = (
            self.problem(pages.ProblemPage(_TITLES.get(code, "That did not work"), said), code)
            if g.get("is_known", False)
            else Response(f"{said}\n", code, mimetype="text/plain")
        )
        if code == _NOT_ALLOWED:
            allowed = error.get_response().headers.get("Allow")
            answer.headers["Allow"] = allowed or "GET, HEAD, POST"
        return answer

    def not_here(self, error: NotHere) -> Response:
        """Say that what an address names is not there."""
        said = str(error) or "It may have been closed or taken out since you opened the page."
        return self.problem(pages.ProblemPage("That is not there any more", said), 404)

    def unreadable(self, error: Unreadable) -> Response:
        """Lead to the lines that must be mended before a form can write into a record."""
        return self.problem(
            pages.ProblemPage(
                "This record has to be mended first",
                "A form cannot write into it safely as it stands. Nothing was changed.",
                problems=[pages.elsewhere(each) for each in error.problems],
            ),
            409,
        )

    def said(self, error: LiverecordError) -> Response:
        """Say what kept the program from going on, and the cure."""
        return self.problem(pages.ProblemPage("That did not work", error.message, error.hint), 409)

    def faulty(self, fault: Exception) -> Response:
        """Say where the program itself went wrong. An exception's own words may quote a record: they go nowhere."""
        if current_app.testing or os.environ.get("LIVERECORD_TRACEBACK"):
            raise fault
        said = f"A fault of the program itself: {type(fault).__name__} at {where(fault)}."
        hint = "See under Waiting what was kept, then go back and try again; tell whoever keeps liverecord if it stays."
        return self.problem(pages.ProblemPage("That did not work", said, hint), 500)

    def problem(self, page: pages.ProblemPage, code: int) -> Response:
        """Show why a page cannot be shown, without asking anything of the desk, which may be what is at fault."""
        return _html(page, pages.Around("", "", None), self.session, code)

    def page(self, page: showing.Page, code: int = 200, here: str = "") -> Response:
        """Show a page with what stands around each."""
        person = self.desk.person()
        around = pages.Around(
            self.desk.school_name, person.name if person else "", self.desk.number_waiting(), here
        )
        return _html(page, around, self.session, code)


_NOT_FOUND, _NOT_ALLOWED = 404, 405
_TITLES = {404: "There is no such page", 413: "That is too much"}


def _see(address: str) -> Response:
    """Lead to another page of this program: no address ever comes from what was sent."""
    return cast("Response", redirect(address, 303))


def _html(page: showing.Page, around: pages.Around, session: Session, code: int) -> Response:
    sending = showing.Sending(request.path, session.form_token)
    return Response(showing.html(page, around, sending), code, mimetype="text/html")
