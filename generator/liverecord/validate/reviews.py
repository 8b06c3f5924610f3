"""A review is planned for a day, or was held on one."""

from collections.abc import Iterator

from liverecord.problem import Problem
from liverecord.validate.ground import Subject


def dated_reviews(subject: Subject) -> Iterator[Problem]:
    """review-without-date: a review that has neither a day nor a result is nothing that anybody could keep."""
    for index, review in enumerate(subject.pupil.reviews):
        if review.due is None and review.held_on is None:
            yield subject.problem(
                "review-without-date",
                "reviews",
                ("reviews", index),
                "The review has neither 'due' nor 'held_on'.",
                "Add due: the day planned for it; the rule's own day counts where that is earlier.",
            )
