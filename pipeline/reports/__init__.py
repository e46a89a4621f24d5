"""Writers of finished reports."""
