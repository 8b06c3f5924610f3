"""What a copy was of: the small file that each copy holds, so that the next can say what changed since."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from liverecord.problem import LiverecordError
from liverecord.read import regular

NAME = "export.json"
_LARGEST = 1_000_000


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a copy was of: the pupil's id, the purpose, the day, the commit (None: git knew of none), and each file's SHA-256."""

    version: int = 1
    pupil: str
    purpose: str
    as_of: date
    commit: str | None = None
    files: dict[str, str] = {}


def receipt_of(folder: Path) -> Receipt | None:
    """Return the receipt of an earlier copy; None where the folder holds none that can be read."""
    try:
        receipt = msgspec.json.decode(regular.contents(folder / NAME, _LARGEST), type=Receipt)
    except (OSError, msgspec.DecodeError):
        return None
    return receipt if receipt.version == 1 else None


def written(receipt: Receipt, files: Mapping[str, bytes]) -> bytes:
    """Return a receipt as a file's bytes, with the digests of the files it came with."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    whole = msgspec.structs.replace(receipt, files=digests)
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def check_untouched(folder: Path, receipt: Receipt) -> None:
    """Raise LiverecordError where a copy is no longer what was written: something in it may be somebody's work."""
    here = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if not path.is_dir() or path.is_symlink()
    }
    strange = here - receipt.files.keys() - {NAME}
    changed = [name for name, digest in receipt.files.items() if _digest(folder / name) not in (digest, None)]
    if strange or changed:
        raise LiverecordError(
            f"{folder} holds an earlier copy in which somebody has worked: {len(strange)} files more than were written, "
            f"{len(changed)} changed.",
            "Name another folder, and say --since with this one; nothing was written.",
        )


def _digest(path: Path) -> str | None:
    try:
        with regular.opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError:
        return ""
