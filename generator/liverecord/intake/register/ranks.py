"""Lists that give a pupil a row for each need: the rows of one pupil into one, the needs by their ranks."""

from collections.abc import Sequence

from liverecord.intake.register.seen import PupilSeen


def joined(pupils: Sequence[PupilSeen], ranks: Sequence[int | None]) -> list[PupilSeen]:
    """Return pupils with the rows together that follow each other and differ in the needs alone.

    `ranks` has each row's rank of its needs, None where the list has no column of ranks: such rows are left as they are, since the
    same pupil twice is for a person to see.
    """
    whole: list[tuple[PupilSeen, list[tuple[int, tuple[str, ...]]]]] = []
    for pupil, rank in zip(pupils, ranks, strict=True):
        if rank is not None and whole and _is_same(whole[-1][0], pupil) and whole[-1][1]:
            whole[-1][1].append((rank, pupil.needs))
        else:
            whole.append((pupil, [] if rank is None else [(rank, pupil.needs)]))
    return [
        pupil._replace(needs=tuple(dict.fromkeys(need for _, needs in sorted(ranked) for need in needs)))
        if ranked
        else pupil
        for pupil, ranked in whole
    ]


def _is_same(pupil: PupilSeen, other: PupilSeen) -> bool:
    return pupil._replace(needs=(), place=other.place) == other._replace(needs=())
