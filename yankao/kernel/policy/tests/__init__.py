"""Tests of named settings."""
