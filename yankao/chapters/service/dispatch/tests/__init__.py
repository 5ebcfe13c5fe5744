"""Tests of street dispatch."""
