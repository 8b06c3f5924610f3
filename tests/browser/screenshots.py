"""Write a picture of each kind of page, wide and on a phone: `python tests/browser/screenshots.py FOLDER [AUDIENCE]`.

The pages are those of the browser tests' school, as of its fixed day. For looking at a change before it is committed.
"""

import sys
import tempfile
from pathlib import Path

SCREENS = {"wide": (1280, 860), "phone": (390, 844)}


def main(arguments: list[str]) -> int:
    """Build the school, open every kind of page and write FOLDER/<kind>-<screen>.png."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]
    from playwright.sync_api import sync_playwright
    from served_school import KINDS, build, serving

    from chromium import ARGUMENTS, executable, go

    folder, audience = Path(arguments[0]), arguments[1] if len(arguments) == 2 else "senco"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as made,
        serving(build(Path(made) / "school", audiences=(audience,))) as sites,
        sync_playwright() as running,
    ):
        chromium = running.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        for screen, (width, height) in SCREENS.items():
            context = chromium.new_context(
                viewport={"width": width, "height": height}, reduced_motion="reduce"
            )
            page = context.new_page()
            for kind, path in KINDS.items():
                go(page, sites[audience].address + path)
                page.screenshot(path=folder / f"{kind}-{screen}.png", full_page=True)
            page.goto(sites[audience].address)
            page.keyboard.press("/")
            page.keyboard.type("maya")
            page.get_by_role("option").first.wait_for()
            page.screenshot(path=folder / f"search-open-{screen}.png")
            context.close()
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
