"""What is asked after intake, by moment: routing, handling, proposals, reply."""
