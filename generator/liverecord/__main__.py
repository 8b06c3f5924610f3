"""`python -m liverecord`: the same as the `liverecord` command."""

from liverecord.cli import main

if __name__ == "__main__":
    main()
