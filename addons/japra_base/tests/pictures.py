"""Pictures of the screens for the guide, taken while a browser test runs.

A tour asks for the address `http://pictures.invalid/NAME`. With `./japra test --docs`
(JAPRA_DOCS names the folder) the page is photographed before the browser gets its
answer, so that the tour goes on only afterwards; else HttpCase answers 404 at once.
"""

import base64
import io
import os
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urljoin

from PIL import Image

from odoo.tests import HttpCase
from odoo.tests.common import ChromeBrowser

ADDRESS = "http://pictures.invalid/"
DESK, PHONE = "1366x768", "390x844"


class PictureBrowser(ChromeBrowser):
    def _handle_request_paused(self, **params):
        url = params["request"]["url"]
        if not url.startswith(ADDRESS):
            return super()._handle_request_paused(**params)

        def answer(taken):
            save(url.removeprefix(ADDRESS), base64.b64decode(taken.result()["data"]))
            self._websocket_send(
                "Fetch.fulfillRequest",
                params={"requestId": params["requestId"], "responseCode": 204},
            )

        taken = self._websocket_send("Page.captureScreenshot", with_future=True)
        return taken.add_done_callback(answer)


def folder() -> Path | None:
    """Where the pictures of the guide go, when they are wanted."""
    named = os.environ.get("JAPRA_DOCS")
    return Path(named) if named else None


def save(name: str, png: bytes) -> None:
    """Write a picture with few colours: small, and the same for the same screen."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image = image.quantize(128, dither=Image.Dither.NONE)
    folder().mkdir(parents=True, exist_ok=True)
    image.save(folder() / f"{name}.png", optimize=True)


class PicturesCase(HttpCase):
    """Browser tests at the desk and on the phone whose screens are photographed."""

    def setUp(self):
        super().setUp()
        if folder():
            self.startPatcher(
                patch("odoo.tests.common.ChromeBrowser", new=PictureBrowser)
            )

    def play(self, tour, user, size=DESK, url="/odoo"):
        """Start a tour as a user on a screen of a size."""
        self.browser_size = size
        self.touch_enabled = size != DESK
        self.start_tour(url, tour, login=user.login, timeout=300)

    def look(self, address, name, size=PHONE):
        """What somebody without a login reads on a page that may run no script."""
        self.browser_size = size
        self.touch_enabled = size != DESK
        self.authenticate(None, None)
        self.env.flush_all()
        browser = ChromeBrowser(self)
        try:
            with self.allow_requests(browser=browser):
                browser.navigate_to(urljoin(self.base_url(), address), wait_stop=True)
                read = {"expression": "document.body.innerText"}
                answer = browser._websocket_request("Runtime.evaluate", params=read)
                if folder():
                    taken = browser._websocket_request("Page.captureScreenshot")
                    save(name, base64.b64decode(taken["data"]))
        finally:
            browser.stop()
        return answer["result"]["value"]
