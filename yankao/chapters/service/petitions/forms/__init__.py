"""What is asked, by moment: intake, routing, handling, reply."""
