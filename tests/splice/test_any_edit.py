"""Laws of every edit, on every record of the example in every hand: the data as meant, and no other line touched."""

import re
from collections import Counter
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import Any

from changes import TEXTS, extent, keys_of, pieces, step, walk
from hands import HANDS, typed
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.records import Document
from liverecord.read import strict
from liverecord.read.text import decode
from liverecord.splice.steps import Add, Remove, Set, Step, applied, between, found, is_alike, is_there
from liverecord.splice.writing import Refused, Spliced, difference, path_at, spliced
from strategies import hostile_text

RECORDS = Path(__file__).parents[2] / "records"
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)")
COMMENT = re.compile(r"# (?:what comes next|That is all|c\b)")
FILES = [RECORDS / "school.yml", RECORDS / "staff.yml", *sorted(RECORDS.glob("pupils/*/*.yml"))]

File = tuple[str, bytes, int]
SEEDS = st.integers(0, 2**32 - 1)


def _files(draw: st.DrawFn) -> File:
    """Return a file of the example by kind, as it is or in another hand, with any line ends; and a seed for more chance."""
    path, seed = draw(st.sampled_from(FILES)), draw(SEEDS)
    random = Random(seed)
    text = path.read_text(encoding="utf-8")
    if random.random() < 0.7:
        text = typed(dict(sound(path.stem, text.encode()).data), random)  # type: ignore[call-overload]
    if random.random() < 0.2:
        text = re.sub(r"(?m)(?<=[\w'])$(?<!\|)", lambda _: random.choice(("", "", "  ")), text)
    if random.random() < 0.3:
        text = text.rstrip("\n")
    text = text.replace("\n", random.choice(("\n", "\n", "\r\n", "\r")))
    return path.stem, ("\ufeff" * (random.random() < 0.2) + text).encode(), seed


files = st.composite(_files)


def sound(kind: str, raw: bytes) -> Document:
    """Return a document of a file that nothing is wrong with."""
    document, problems = strict.parse("file.yml", kind, raw)
    assert document is not None, problems
    return document


def written(kind: str, raw: bytes | None, steps: list[Step]) -> Spliced:
    answer = spliced("file.yml", kind, raw, steps)
    assert isinstance(answer, Spliced), (answer, steps)
    return answer


@given(files(), st.integers(1, 8))
def test_the_data_are_as_meant(file: File, count: int) -> None:
    """Any steps, one after another: what the new file says is the old data with the steps done, and nothing is refused."""
    kind, raw, seed = file
    random = Random(seed)
    data: Any = sound(kind, raw).data
    steps: list[Step] = []
    for _ in range(count):
        steps.append(step(random, data))
        data = applied(data, [steps[-1]])
    answer = written(kind, raw, steps)
    assert is_alike(answer.data, data)
    assert is_alike(sound(kind, answer.raw).data, data)


@given(files())
def test_only_the_meant_lines_change(file: File) -> None:
    """Outside of the lines of what one step names, every line is as it was, to the byte and in its order."""
    kind, raw, seed = file
    document = sound(kind, raw)
    done = step(Random(seed), document.data)
    old, ways = before_and_after(raw, written(kind, raw, [done]).raw)
    first, last = lines_meant(document, done, len(old))
    assert any(new[:first] == old[:first] and new[len(new) - len(old) + last :] == old[last:] for new in ways)
    assert len({line[len(line.rstrip("\r\n")) :] for line in ways[0]}) == 1


@given(files())
def test_a_comment_behind_a_thing_stays(file: File) -> None:
    """What goes takes the comments that stand in it, and none that is indented no more than itself, above it or below."""
    kind, raw, seed = file
    document = sound(kind, raw)
    random = Random(seed)
    paths = [path for path, _ in walk(document.data) if path]
    done = Remove(random.choice(paths))
    old, ways = before_and_after(raw, written(kind, raw, [done]).raw)
    keys = keys_of(document.data, done.path)
    first, last = extent(document, keys, len(old))
    column = document.place(*keys, key=isinstance(keys[-1], str)).column - (
        1 if isinstance(keys[-1], str) else 3
    )
    kept = [line for line in old[:first] + old[last:] if is_comment(line)]
    behind = list(takewhile(lambda line: is_comment(line) or not line.strip(), reversed(old[first:last])))
    kept += [line for line in behind if is_comment(line) and len(line) - len(line.lstrip(" ")) <= column]
    assert not Counter(map(str.rstrip, kept)) - Counter(map(str.rstrip, ways[0]))


@given(files(), st.integers(1, 5))
def test_what_is_only_added_takes_nothing_away(file: File, count: int) -> None:
    """New keys and things, and texts in the place of texts, but for ids: every comment is still there."""
    kind, raw, seed = file
    random = Random(seed)
    data: Any = sound(kind, raw).data
    steps: list[Step] = []
    for _ in range(count * 3):
        done = step(random, data)
        is_text = isinstance(done, Set) and not isinstance(done.value, dict | list) and done.path[-1] != "id"
        if isinstance(done, Add) or (is_text and not is_part(data, done.path)):
            steps.append(done)
            data = applied(data, [done])
    new = written(kind, raw, steps).raw
    assert not Counter(COMMENT.findall(raw.decode())) - Counter(COMMENT.findall(new.decode()))


@given(files())
def test_a_line_goes_in_where_one_is_meant(file: File) -> None:
    """One word more below a key is one line more; one in the place of another is a line in the place of a line."""
    kind, raw, seed = file
    random = Random(seed)
    data: Any = sound(kind, raw).data
    holders = [path for path, each in walk(data) if isinstance(each, dict)]
    words = [
        path for path, each in walk(data) if isinstance(each, str) and "\n" not in each and each != "word"
    ]
    for done in (Set((*random.choice(holders), "zz"), "word"), *(Set(path, "word") for path in words[:1])):
        signs = [line.sign for hunk in difference(raw, written(kind, raw, [done]).raw) for line in hunk]
        is_new = done.path[-1] == "zz"
        assert signs == ["-", "+"] or (is_new and signs == ["+"]) or (is_new and b"{" in raw), done


@given(files(), files())
def test_what_leads_from_one_version_to_another_writes_it(file: File, other: File) -> None:
    """The steps between two versions, written into the first, make it say the second; steps made anew do the same."""
    kind, raw, seed = file
    before: Any = sound(kind, raw).data
    after: Any = (
        sound(other[0], other[1]).data if other[0] == kind else applied(before, [step(Random(seed), before)])
    )
    steps = between(before, after)
    answer = written(kind, raw, steps)
    assert is_alike(answer.data, applied(before, steps))
    again = between(before, answer.data)
    assert is_alike(written(kind, raw, again).data, applied(before, again))


@given(files())
def test_every_place_leads_to_the_step_that_would_change_it(file: File) -> None:
    """Where a value begins, a problem of the check leads to the path by which a step names that value."""
    kind, raw, _ = file
    document = sound(kind, raw)
    for keys, (line, column) in document.marks.items():
        path = path_at(document, line, column)
        assert keys_of(document.data, path) == keys
    for keys, (line, column) in document.key_marks.items():
        assert keys_of(document.data, path_at(document, line, column)) in {keys, keys[:-1]}


@given(st.sampled_from(sorted(HANDS)), st.one_of(hostile_text(), st.sampled_from(TEXTS)), st.data())
def test_any_text_comes_back_as_it_was_typed(hand: str, text: str, draws: st.DataObject) -> None:
    """Whatever is typed, wherever it goes: the file says that very text, or it holds a character that no file may."""
    raw = HANDS[hand].encode()
    done = draws.draw(
        st.sampled_from((
            Set(("contacts", "k1", "date"), text),
            Set(("contacts", "k1", "text"), text),
            Set(("contacts", "k1", "texts"), ["one", text, "three"]),
            Add(("contacts",), {"id": "k9", "text": text, "date": "2026-11-20"}),
            Set(("contacts", "k1", "part"), {"text": text, "list": [text, {"text": text}]}),
        ))
    )  # fmt: skip
    answer = spliced("file.yml", "contacts", raw, [done])
    if isinstance(answer, Refused):
        is_foreign = decode("", text.encode())[1] or "\ufeff" in text or "\r" in text
        assert ("invisible" in answer.reason) == bool(is_foreign)
        assert is_foreign or text.endswith("\n\n") or not text.strip("\n")  # empty lines before an empty line
    else:
        assert is_alike(answer.data, applied(sound("contacts", raw).data, [done]))


@given(pieces(), SEEDS)
def test_nothing_is_raised(text: str, seed: int) -> None:
    """Any bytes, and steps that fit them or not: a file that is proved, or a reason with its place."""
    random = Random(seed)
    document, _ = strict.parse("file.yml", "plan", text.encode())
    data: Any = document.data if document else {"contacts": [{"id": "k1"}]}
    steps = [step(random, data), step(random, data), Set((), 1), Remove(("no", "such")), Set(("a",), 1.5)]
    for some in ([steps[0]], steps[:2], [random.choice(steps)]):
        answer = spliced("file.yml", "plan", text.encode(), some)
        if isinstance(answer, Spliced):
            assert document is not None
            assert is_alike(answer.data, applied(data, some))
        else:
            assert answer.place.line >= 1
            assert answer.reason


def before_and_after(raw: bytes, changed: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the lines of a file, and those of what became of it, with their ends.

    One without a line end at its end has none afterwards, unless a text would lose its own with it: hence two ways to see it.
    """
    text, new = (each.decode().removeprefix("\ufeff") for each in (raw, changed))
    assert (raw[:3] == b"\xef\xbb\xbf") == (changed[:3] == b"\xef\xbb\xbf")
    end = next(iter(re.findall(r"\r\n|\r|\n", text)), "\n")
    is_open = not text.endswith(end)
    return LINE.findall(text + end * is_open), [LINE.findall(new + added) for added in (end * is_open, "")]


def lines_meant(document: Document, done: Step, count: int) -> tuple[int, int]:
    """Return the lines that a step may change: those of what it names; where it makes that, those of what will hold it.

    What becomes empty is said so beside its own key; and behind the dash of a first key that goes, the next one stands.
    """
    keys = keys_of(document.data, done.path)
    first, last = extent(document, keys, count)
    if isinstance(done, Remove) and keys:
        holder: Any = found(document.data, done.path[:-1])
        if len(holder) == 1:
            first = extent(document, keys[:-1], count)[0] if keys[:-1] else first
        elif keys[:-1] and document.marks[keys[:-1]][0] - 1 == first:
            last += 1
    return first, last


def is_comment(line: str) -> bool:
    return line.lstrip(" ").startswith("#")


def is_part(data: Any, path: tuple[str, ...]) -> bool:
    return is_there(data, path) and isinstance(found(data, path), dict | list)
