#!/usr/bin/env python3
"""Takes a picture of a report with one sentence chosen, as the documentation shows it.

    textae demo
    python3 Tests/Browser/picture.py textae-demo/report.html Sources/TextAutoencoder/TextAutoencoder.docc/Resources/report.jpg "sprained his ankle"

The sentence is the first that has the words. Needs chromium (on Debian: apt-get install chromium), and nothing but
Python's own modules.
"""

import pathlib
import shutil
import sys

from chromium import Chromium


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    address, picture, words = sys.argv[1:]
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("no Chromium; on Debian: apt-get install chromium")
    page = Chromium(program, width=1000, height=720)
    try:
        page.open(pathlib.Path(address).resolve().as_uri())
        page.theme("light")
        page.until("document.querySelector('canvas').width > 100")
        page.key("/")
        page.type(words)
        page.key("ArrowDown")
        page.key("Enter")
        if not page.value("document.querySelector('.selected') !== null"):
            sys.exit(f"no sentence of {address} has the words “{words}”; give words of one that it shows")
        # All points are shown again, and the sentence stays chosen.
        page.key("Escape")
        page.value("document.querySelector('.map, canvas').closest('section').scrollIntoView({ behavior: 'instant' })")
        page.frame()
        page.picture(picture)
    finally:
        page.close()


if __name__ == "__main__":
    main()
