"""What is asked of the electronic ID photo; one file a check, one check a requirement."""
