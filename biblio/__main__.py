"""Run the command line: ``python -m biblio``."""

from biblio.cli import main

if __name__ == "__main__":
    main()
