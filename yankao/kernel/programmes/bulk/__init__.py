"""One action on many cases: chosen, looked at, confirmed, carried out or taken back."""
