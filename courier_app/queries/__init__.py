"""Reads worth a name; they never write."""
