"""Tests about the whole, and what all tests share."""
