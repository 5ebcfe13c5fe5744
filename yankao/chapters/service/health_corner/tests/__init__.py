"""Tests of health corner."""
