"""How many examples a property test tries: one profile for the whole suite, which no test overrides.

On a change every test draws the same 50 examples each time, so that a red test is the change's doing. With `--thorough`, before
a release, it draws 1,000 new ones. Neither knows a deadline: how fast this machine is today proves nothing.
"""

from typing import TypeVar

from hypothesis import HealthCheck, settings

Sample = TypeVar("Sample")

_AS_ANYWHERE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("change", max_examples=50, derandomize=True, **_AS_ANYWHERE)
settings.register_profile("thorough", max_examples=1000, print_blob=True, **_AS_ANYWHERE)


def draw(*, thorough: bool) -> None:
    """Load the profile for this run: before a test module is imported, because `@given` reads it there."""
    settings.load_profile("thorough" if thorough else "change")


def of_a_sample(on_a_change: Sample, thorough: Sample) -> Sample:
    """Return what a test that draws nothing looks at: how many registers without a pattern, which pages of a site."""
    return thorough if settings.default is settings.get_profile("thorough") else on_a_change


def one_in(share: int) -> settings:
    """Return the settings for a test whose single example is dear, such as a whole school's pages: a share of the examples."""
    return settings(max_examples=max(settings.default.max_examples // share, 1))
