"""The world in: YAML with places, the listing of a school's files, its rulebook, git history, settings, today.

This is the only package that reads disk, process and clock. Each module has one public function of its own name.
"""
