"""What is learned from the guide's example texts, and written into the guide. Run by people (`make likeness`), never by the program."""
