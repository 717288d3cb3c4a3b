"""A guide folder in, typed frozen objects out; every mistake with its file, line and column.

Comes in: a folder of YAML as described in docs/guide-format.md. Goes out: a `Guide` and the list of `Mistake`s.
Knows nothing of how rules are evaluated: a condition is text here, with the place where it stands.
"""
