"""A static site of per-pupil support records, made from YAML in git.

The data flows one way; read the modules in this order:

    read → validate → model → derive → redact → render → press → search

`build` is that line on one screen; `plugin` is MkDocs, `cli` the command line.
"""

__version__ = "0.1.0"
