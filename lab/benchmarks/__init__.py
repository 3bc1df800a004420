"""Benchmarks: the speed of the whole analysis relative to peers, within one run."""
