"""Take the picture of a lesson that README.md shows, from the built site: run it after `make lessons`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "output/site/lessons/variational-autoencoders.html"
TARGET = ROOT / "docs/lesson.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    """Open the lesson at its widget and write the picture."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1180, "height": 860}, color_scheme="light")
        page.goto(PAGE.as_uri())
        widget = page.locator("cw-latent-space")
        widget.scroll_into_view_if_needed()
        widget.get_by_text("VAE", exact=True).first.click()
        widget.get_by_role("button", name="Sample from").click()
        page.evaluate("document.querySelector('cw-latent-space').scrollIntoView({block: 'center'})")
        page.wait_for_timeout(500)
        TARGET.parent.mkdir(exist_ok=True)
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main()
