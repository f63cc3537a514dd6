"""Pieces written as something else: as Markdown again, as HTML, as cells for a spreadsheet."""
