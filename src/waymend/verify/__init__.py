"""What can be said of a guide as a whole: its mistakes, its golden cases, its proofs. Knows nothing of interfaces."""
