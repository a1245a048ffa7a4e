"""``python -m schemas``: write the XSD of every family and year from its declarations."""

import sys

from schemas import collections, xsd


def main() -> None:
    """Write the files and name them."""
    for kinds in collections.families().values():
        for year in kinds[0].years:
            sys.stdout.write(f"{xsd.write(kinds[0].layout(year))}\n")


if __name__ == "__main__":
    main()
