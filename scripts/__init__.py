"""What keeps the house: system packages, and the pages and catalogues that are made of the code."""
