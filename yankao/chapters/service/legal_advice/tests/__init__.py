"""Tests of legal advice."""
