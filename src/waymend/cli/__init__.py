"""The verbs in a terminal: words and files in, JSON or something pleasant to read out."""

from waymend.cli.main import main

__all__ = ["main"]
