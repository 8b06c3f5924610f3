"""The frozen things that flow through the program.

`records` is what people typed, `rulebook` what schema/ holds (`policy` and `populations` are parts of it), `case` what is
worked out for one day.
Nothing here reads, decides or prints.
"""
