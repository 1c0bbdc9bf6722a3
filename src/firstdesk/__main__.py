import sys

from firstdesk.config.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
