"""What upper floors want to hear of every change of state; they add theirs when they start."""

from .workflow import Effect

listeners: list[Effect] = []
