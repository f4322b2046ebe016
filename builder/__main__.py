"""`python -m builder` is `build`."""

from builder.cli.main import main

main()
