"""Named settings: default in code, changed on a page from a date on."""
