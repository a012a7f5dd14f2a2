"""`python -m entrepot` is the command line."""

from entrepot.project.cli import main

main()
