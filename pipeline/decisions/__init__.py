"""What reviewers decided: the trail of their acts, what it comes to, and what it tells about the checks."""
