"""Sanctions (处理决定): warnings, suspensions, blacklistings, and what agencies say to them."""
