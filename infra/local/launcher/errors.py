"""What stops the launcher."""


class Refusal(Exception):
    """One clear sentence for the person at the keyboard: what is wrong, and what to do."""
