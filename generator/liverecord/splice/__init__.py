"""Changes to a record's files, as values: what they mean, how they are written into a file, and how two people's meet."""
