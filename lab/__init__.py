"""Training, refitting validations and benchmarks: work on framing, run from a checkout; in no wheel."""
