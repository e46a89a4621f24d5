"""Pre-screening of uploads for registration as a Certified Safety Engineer: see, then judge."""
