"""The rules a change must keep; tests/gates shows what each accepts and rejects."""
