"""What is passed along between stages, checks and reports; frozen, and importing nothing above itself."""
