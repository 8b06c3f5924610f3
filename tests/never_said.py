"""The words that no page says, by their group: patterns made of never_said.yml, which has each group's reason."""

import re
from pathlib import Path

import yaml

NEVER = {
    group: re.compile(
        rf"(?<![\w-])(?:{'|'.join(told['words'])})(?!\w)", 0 if group == "programs" else re.IGNORECASE
    )
    for group, told in yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8")).items()
}
