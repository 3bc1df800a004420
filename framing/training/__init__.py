"""Scripts that learn weights from labelled data; each runs as `python -m framing.training.NAME --gold DIR`."""
