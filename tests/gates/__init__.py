"""The gate's own rules: what each accepts and what it rejects."""
