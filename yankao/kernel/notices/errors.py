"""The three ways in which sending can fail."""


class TryLater(Exception):
    """Certainly not sent; another attempt may succeed."""


class Never(Exception):
    """The other side will not take it, however often we ask."""


class Unsure(Exception):
    """It may have been sent; the answer was lost."""
