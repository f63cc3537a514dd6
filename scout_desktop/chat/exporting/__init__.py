"""A chat as text for people and other programs: Markdown, HTML, plain text. Pure."""
