"""The one way out of work on a picture that nobody wants any more."""


class Abandoned(Exception):
    """The caller no longer wants the picture."""
