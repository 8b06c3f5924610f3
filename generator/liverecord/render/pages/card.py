"""A card for one pupil, to hand to whoever takes a lesson today: what to know, in two minutes of reading."""

from liverecord.render import sheet, standing_still
from liverecord.render.environment import filled
from liverecord.render.pages import pupils
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, sees, year_and_form
from liverecord.view import Page, View


def card(view: View, school: View) -> Page | None:
    """Return a pupil's card, whole whatever its length; None for whoever has left, or where no passport is seen."""
    if not view.plan.has("passport") or (view.has("on_roll") and not view.on_roll):
        return None
    setting = Setting(school, "../../", view.as_of)
    keyworker = sees(view, "keyworker")
    half_term = sees(school, "half_term")
    html = filled(
        "pages/card.html.j2",
        name=view.name,
        facts=[each for each in (year_and_form(view), sees(view, "support_label")) if each],
        whole=f"../../pupils/{view.id}/",
        parts=sheet.card(view.plan.passport or View()),
        must=sheet.must(view.plan.passport or View()),
        ask=setting.holder(keyworker) if keyworker is not None else "No key worker recorded",
        away=setting.absence(keyworker),
        unsaid=sheet.unsaid(view.plan.passport, "emergency"),
        nobody_said=sheet.NOBODY_SAID,
        as_of=view.as_of,
        destroy_by=half_term.end if half_term is not None else None,
    )
    page = Page(
        path=f"cards/{view.id}/",
        title=f"Card: {view.name}",
        content=html,
        description=f"What to know of {view.name} in a lesson",
    )
    return standing_still.marked(page, view)


PAGE = PageKind("cards/{id}/", "Card", tab=pupils.ADDRESS, of_pupil=card, wide=True)
