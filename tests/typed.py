"""What a form makes of what was typed, said once for the tests of all jobs."""


def as_recorded(text: str) -> str:
    """Return text as a record holds it: line ends as one character, and no empty lines around it."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    return normal.strip("\n").rstrip() if normal.strip() else ""
