"""Speed of the whole analysis beside that of its peers, in one run, as ratios."""
