"""What every test may use."""

from schools import school

__all__ = ["school"]
