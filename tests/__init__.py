"""A package of its own: textstat installs another that is called tests."""
