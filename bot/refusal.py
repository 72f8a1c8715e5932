"""What stops the command line in plain words: exit status 2, no traceback."""


class Refusal(Exception):
    """str() is one line (or one for each problem) that says what is wrong and how to mend it."""
