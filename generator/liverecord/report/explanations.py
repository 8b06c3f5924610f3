"""What a problem's code word means: the rows of schema/problems.yml, for `check --explain`."""

import difflib
from collections.abc import Mapping
from textwrap import indent

from liverecord.model.rulebook import Explanation
from liverecord.problem import LiverecordError


def explanation(code: str, explanations: Mapping[str, Explanation]) -> Explanation:
    """Return the row for a code word; raises LiverecordError, with the nearest code words, where there is none."""
    if code in explanations:
        return explanations[code]
    near = difflib.get_close_matches(code, sorted(explanations), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "liverecord check names the code of each problem"
    raise LiverecordError(f"no problem has the code {code!r}", hint)


def explain(explanation: Explanation) -> str:
    """Return what the code means, why it matters and how it is mended, with an example where there is one."""
    parts = [
        f"{explanation.code}: {explanation.title}",
        explanation.why.strip(),
        f"How to mend it: {explanation.fix.strip()}",
    ]
    parts += [
        f"{heading}:\n" + indent(example.rstrip(), "    ")
        for heading, example in (("Wrong", explanation.wrong), ("Right", explanation.right))
        if example
    ]
    return "\n\n".join(parts) + "\n"
