"""Photograph a page that `kg` wrote: `python tests/screenshot.py OUTPUT.html PICTURE.png [WIDTHxHEIGHT] [light|dark]`.

The picture in README is made with it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def open_chromium(playwright: Playwright) -> Browser:
    """Start Debian's Chromium; without it this fails and says what to do."""
    if not CHROMIUM.exists():
        raise FileNotFoundError(f"{CHROMIUM} is missing: install it (apt-get install chromium) to look at pages")
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))


def take_picture(page: Path, picture: Path, *, size: tuple[int, int] = (1440, 900), scheme: str = "light") -> None:
    """Open `page` with the network cut and save what a reader sees first as `picture`."""
    with sync_playwright() as playwright:
        browser = open_chromium(playwright)
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="en-GB",
            offline=True,
        )
        tab = context.new_page()
        tab.goto(page.resolve().as_uri())
        tab.wait_for_timeout(500)
        tab.screenshot(path=picture)
        browser.close()


def main(arguments: list[str]) -> int:
    """Read the arguments and take the picture."""
    if len(arguments) not in {2, 3, 4}:
        print(__doc__, file=sys.stderr)
        return 2
    width, height = (arguments[2] if len(arguments) > 2 else "1440x900").split("x")
    scheme = arguments[3] if len(arguments) > 3 else "light"
    take_picture(Path(arguments[0]), Path(arguments[1]), size=(int(width), int(height)), scheme=scheme)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
