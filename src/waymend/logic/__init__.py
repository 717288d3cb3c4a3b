"""One expression tree, three values, many backends.

Comes in: the conditions of a guide, as text. Goes out: trees in normal form, and functions made from them.
Knows nothing of medicine. `reference` is the meaning; every other backend is held to it by property tests.
"""
