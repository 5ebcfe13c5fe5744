"""Tests of the generic pages."""
