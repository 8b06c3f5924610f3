"""What git is told on every call, by what the call is for: reading, writing into the repository, or asking a server.

    READING    nothing is written, fetched, locked or asked for
    WRITING    objects and references of this repository are written, and files of one that the program made for itself; no hook
               runs, nobody signs
    NETWORK    a server is asked, from a folder of git's that holds none of the clone's settings (saves/network.py)

A repository's own settings may name programs to run, so what could run one is switched off in each of them. Of git's environment
variables those of HANDED_ON alone are handed on.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple, Self


class Profile(NamedTuple):
    """What git is told: `settings`, which win over those of any file, and `environment`.

    `is_alone` starts it in a session of its own, without the terminal, so that it can be ended with all that it started.
    """

    settings: tuple[str, ...]
    environment: Mapping[str, str]
    is_alone: bool = False

    def having(self, **variables: str) -> Self:
        """Return the same with more variables."""
        return self._replace(environment={**self.environment, **variables})


HANDED_ON = frozenset(("GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_DISCOVERY_ACROSS_FILESYSTEM"))
"""The variables of git's own that stay: where it stops looking for a repository, and where a person's settings are.

All else stays out: it names programs to run, or (inside a hook) another repository than that of the folder asked for.
"""

READING = Profile(
    (
        f"core.attributesFile={os.devnull}",
        f"core.excludesFile={os.devnull}",
        f"core.hooksPath={os.devnull}",
        "core.fsmonitor=false",
        "core.quotepath=off",
        f"diff.orderFile={os.devnull}",
        "log.follow=false",
        # Who is asked for by name is looked up all the same; where nobody is, the list is not read.
        "log.mailmap=false",
        "log.showRoot=true",
        "log.showSignature=false",
        # A list of names on one person's machine would make that machine's site another; the repository's own counts.
        "mailmap.blob=",
        "mailmap.file=",
        "protocol.allow=never",
    ),
    {
        # No protocol has this name. A repository's own `protocol.ext.allow` would win over a setting, not over this.
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CONFIG_NOSYSTEM": "1",
        # A list of other parents is one machine's; the past is what was committed.
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        # Git's words are read here, to tell one refusal from another: in English, whatever language the machine speaks.
        "LANGUAGE": "C",
        "LC_ALL": "C",
    },
)

WRITING = READING._replace(
    settings=(
        *READING.settings,
        # What a private index would write into the repository, or leave out of a tree.
        "core.sparseCheckout=false",
        "core.splitIndex=false",
        "core.untrackedCache=false",
        "index.sparse=false",
        "i18n.commitEncoding=UTF-8",
    )
)

NETWORK = READING._replace(
    settings=(
        *READING.settings,
        "fetch.pruneTags=false",
        "fetch.recurseSubmodules=no",
        "fetch.writeCommitGraph=false",
        # The objects are the clone's, the references are not: what clears up would take everything for left over.
        "gc.auto=0",
        # Should this program be ended, git is not left waiting for ever.
        "http.lowSpeedLimit=1",
        "http.lowSpeedTime=60",
        "maintenance.auto=false",
        "push.followTags=false",
        "push.gpgSign=false",
        "push.negotiate=false",
        "push.pushOption=",
        "push.recurseSubmodules=no",
        "submodule.recurse=false",
    ),
    environment={
        **{name: value for name, value in READING.environment.items() if name != "GIT_CONFIG_NOSYSTEM"},
        # No transport helper: `ext::` runs what its address says.
        "GIT_ALLOW_PROTOCOL": "file:http:https:ssh",
        "GCM_INTERACTIVE": "never",
        # Empty is nobody: unset, the setting core.askPass would be asked, and then SSH_ASKPASS.
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "SSH_ASKPASS_REQUIRE": "never",
    },
    is_alone=True,
)
"""The person's and the machine's own settings hold: how to sign in, which proxy, whose certificates."""
