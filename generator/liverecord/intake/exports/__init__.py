"""Exports of the school's information system: whatever form a file has, into the marks that it says.

    reading    the one way in: a file into what it says
    files      what kind of file it is, and its tables: `tables` reads CSV, `workbook` Excel
    headers    which row names the columns, and what they hold; `names`, `columns` and `mapping` what words mean
    shapes     the shapes in which tables hold marks; `strings` many marks in one text; `footers` totals under the pupils
    transfer   the Common Transfer File; `elements` its XML, `standing` what it says of needs

Nothing here knows the records; what it gives back stands in `liverecord.intake.sightings`.
"""
