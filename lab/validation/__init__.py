"""Validations that refit a model by cross-validation; `framing validate NAME` runs them."""
