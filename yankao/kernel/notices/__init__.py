"""Letters to people: text, recipient, delivery."""
