"""High-volume facts: append-only, partitioned by month, rolled up."""
