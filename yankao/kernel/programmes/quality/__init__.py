"""Reading again what was closed: a monthly sample of every agency, scored by a sheet."""
