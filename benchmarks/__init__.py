"""How fast Waymend is, beside a named peer in the same run. `make bench` prints the table and writes docs/benchmarks.md and its picture."""
