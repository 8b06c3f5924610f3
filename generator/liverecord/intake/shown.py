"""How a file that was given to an import is called in messages."""

from pathlib import Path


def shown_path(path: Path, root: Path) -> str:
    """Return a file's path as messages have it: below the school's folder, else as it was named."""
    resolved = path.resolve()
    return (resolved.relative_to(root) if resolved.is_relative_to(root) else path).as_posix()
