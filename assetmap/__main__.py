"""`python -m assetmap` is `assetmap`."""

from assetmap.cli import main

if __name__ == "__main__":
    main()
