"""What happened; append-only, chained."""
