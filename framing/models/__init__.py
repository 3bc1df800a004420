"""Learned weights as versioned data, each `NAME.*` beside a `NAME.toml` that says where it comes from."""
