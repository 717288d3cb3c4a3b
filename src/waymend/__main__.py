"""`python -m waymend`."""

from waymend.cli import main

raise SystemExit(main())
