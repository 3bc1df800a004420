"""Training, validations that refit models, and benchmarks: run from a checkout; in no wheel."""
