"""Rows in and out: every row stored or listed with its reason."""
