"""The tests, one file for each thing that must work."""
