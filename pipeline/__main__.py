"""`python -m pipeline` is `prescreen`."""

from pipeline.cli import main

main()
