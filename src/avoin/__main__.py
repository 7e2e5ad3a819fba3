"""``python -m avoin`` is the command ``avoin``."""

from avoin.cli.main import main

if __name__ == "__main__":
    main()
