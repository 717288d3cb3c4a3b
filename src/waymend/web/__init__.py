"""The app a person holds. In: a loaded guide (and a directory, where there is one). Out: static files, or a small server that hands them out.

Knows nothing of what the rules say. All deciding runs on the device (app/engine/), as it does in waymend.assess.
"""
