"""Past versions of files, as git keeps them: one `git cat-file --batch` for all that a process asks for."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from liverecord.problem import HistoryUnavailable
from liverecord.read.repository import end, is_object, partial, repository, start
from liverecord.read.text import LARGEST

_AT_ONCE = 50
"""So many ids are asked before their answers are read: 3 KB, which any pipe holds, so that neither side waits for the other."""

_CHUNK = 1 << 16


class Blobs:
    """The blobs of the repository that a folder lies in. Use it as a context; git starts with the first question.

    It can be pickled and forked at any time: another process asks a git of its own.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: Any = None
        self._owner = 0
        self._inherited: list[Any] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return Blobs, (self._root,)

    def read(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of each blob that there is. Left out are "", what git does not have or cannot read any more,
        and what is larger than LARGEST.

        Raises HistoryUnavailable where git cannot be started, stops in the middle, or refuses the repository.
        """
        wanted = [each for each in dict.fromkeys(ids) if is_object(each)]
        contents: dict[str, bytes] = {}
        for start_at in range(0, len(wanted), _AT_ONCE):
            part = wanted[start_at : start_at + _AT_ONCE]
            try:
                contents |= self._some(part)
            except (OSError, EOFError, ValueError) as error:
                self.close()
                raise _stopped(self._root) from error
            except BaseException:
                # Its answers would be taken for those of the next question.
                self.close()
                raise
        return contents

    def close(self) -> None:
        """Let git go; the next question starts another."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            end(process)

    def _some(self, ids: list[str]) -> dict[str, bytes]:
        process = self._running()
        process.stdin.write("".join(f"{each}\n" for each in ids).encode())
        process.stdin.flush()
        contents = {}
        for each in ids:
            header = process.stdout.readline().split()
            if header == [each.encode(), b"missing"]:
                continue
            if len(header) != 3 or header[0] != each.encode():
                raise EOFError
            size = int(header[2])
            if header[1] == b"blob" and size <= LARGEST:
                content = process.stdout.read(size + 1)
                if len(content) <= size:
                    raise EOFError
                contents[each] = content[:-1]
            else:
                _skip(process.stdout, size + 1)
        return contents

    def _running(self) -> Any:
        if self._process is not None and self._owner != os.getpid():
            # Forked: the parent's git answers the parent. Held, since letting it go would warn that it still runs.
            self._inherited.append(self._process)
            self._process = None
        if self._process is None:
            self._process = start(self._root, "cat-file", "--batch")
            self._owner = os.getpid()
        return self._process


def _skip(stream: Any, size: int) -> None:
    while size > 0:
        read = stream.read(min(size, _CHUNK))
        if not read:
            raise EOFError
        size -= len(read)


def _stopped(root: Path) -> HistoryUnavailable:
    """Return why git stopped, as far as it can be told: asked again, it may say that it does not read the repository at all."""
    repository_here = repository(root)
    if repository_here is None:
        return HistoryUnavailable(
            "The records lie in no git repository, so there are no past versions of them.",
            "Run this in a clone of the school's repository.",
        )
    if repository_here.is_partial:
        return partial()
    return HistoryUnavailable(
        "Git stopped while past versions of the records were read.",
        "Run `git fsck` in the repository: if it finds damage, a fresh clone is the shortest way.",
    )
