"""Accounts of one event side by side, and outlets over many events."""
