"""Pure functions on pixel arrays: no files, no clock, no log."""
