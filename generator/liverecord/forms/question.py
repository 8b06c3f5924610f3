"""A form as a value: questions with what stands in them, whoever shows them. All text is plain, and hostile until escaped."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

Answers = Mapping[str, Sequence[str]]
"""What was typed and chosen, by question's name, as a browser sends it: a question without an answer may be missing."""

Kind = Literal["line", "text", "texts", "day", "number", "choice", "select", "several", "yes"]
"""How a question is asked: one line; a box of text; a box with one entry a line; a day in any English form; a whole number;
one of a few (radio buttons); one of many (a list); some of a few (check boxes); yes or no.
"""


class Choice(NamedTuple):
    """A possible answer: what is sent, what is shown, and a word beside it. `under` is the heading that a way to another
    form stands under, such as its list's.
    """

    value: str
    label: str
    hint: str = ""
    under: str = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question. `value` is what stands in it: what was typed, else what is already recorded, else a fact.

    `seen_by` says in words who will read the answer. `name` is unique in its form and safe as an HTML id.
    """

    name: str
    label: str
    kind: Kind
    hint: str = ""
    seen_by: str = ""
    choices: tuple[Choice, ...] = ()
    is_required: bool = False
    value: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Questions that belong together, under a heading where there is one. `about` is what the record knows already."""

    title: str = ""
    hint: str = ""
    about: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A page of questions. `about` is a line or two below the title. `more` are buttons that ask for one thing more
    ("actions", "Add another action"): pressed, the form is asked again with `more` = that value among the answers.
    `hidden` is sent back as it is. `leads` are other forms for what stands within (address below the pupil's own, what it
    is called). `none` says why there is nothing to ask, and then there are no questions.
    """

    title: str
    about: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    more: tuple[Choice, ...] = ()
    hidden: Mapping[str, str] = {}
    leads: tuple[Choice, ...] = ()
    none: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in their order."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def takes_words(self) -> bool:
        """Tell whether anybody could write about a child in it."""
        return any(question.kind in {"line", "text", "texts"} for question in self.questions)


class Wrong(NamedTuple):
    """What keeps an answer from being taken: the question's name ("" for the form as a whole) and why, with the cure.

    `place` is where the record holds it (path:line), of what no question asked about.
    """

    name: str
    message: str
    place: str = ""
