"""Scripts that learn weights from labelled data; each runs as `python -m lab.training.NAME --gold DIR`."""
