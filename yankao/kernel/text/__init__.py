"""What can be read out of free text: personal data, likely category, likeness."""
