"""The narrow ways in which a move can fail; pages and API translate them once."""

from django import forms


class CaseError(Exception):
    """Base of what a move may refuse with; the text is for the person who pressed."""


class NotFromHere(CaseError):
    """The case is no longer in a state from which this action goes (409)."""


class NotYours(CaseError):
    """The person may see the case but not make this move (403)."""


class Refused(CaseError):
    """The action's own condition says no, and why (409)."""


class Invalid(CaseError):
    """The form does not hold (422)."""

    def __init__(self, form: forms.BaseForm) -> None:
        super().__init__(str(form.errors.as_text()))
        self.form = form
