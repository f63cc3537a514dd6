"""Markdown as values: what a reply says, with nothing in it that could load or run anything.

`flatten` and `growing` make `pieces` of text: `lines` parts blocks, `inside` reads their words.
`writing` makes Markdown, HTML and cells of pieces again; `lexing` colours code.
"""
