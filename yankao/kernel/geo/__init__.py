"""Places and districts; the only code that touches geometry."""
