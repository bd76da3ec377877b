"""What a teller waits for, by the clock of her own page."""

import json
import logging
import threading
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

from odoo import http
from odoo.service import security
from odoo.service.server import ThreadedWSGIServerReloadable
from odoo.tests.common import HOST, ChromeBrowser

from . import ground
from .harness import RUNS, Work, row

QUEUE = 20
GIVEN = 60_000
MINUTE = 60.0
# A queue at the desk: each one is found, opened, paid for and left. Only the time
# between an action and its answer on the screen counts, and nobody pauses between.
SERVE = """
async (queue, given) => {
    const until = async (what, find) => {
        const began = performance.now();
        for (;;) {
            const found = find();
            if (found) {
                waited += performance.now() - began;
                return found;
            }
            if (performance.now() - began > 20000) {
                throw new Error(`${what}: ${document.body.innerText.slice(0, 600)}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 1));
        }
    };
    const type = (field, text) => {
        field.value = text;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    };
    const enter = (field) => {
        const options = { key: "Enter", bubbles: true, cancelable: true };
        field.dispatchEvent(new KeyboardEvent("keydown", options));
    };
    const get = (selector) => document.querySelector(selector);
    const focused = (selector) => () => {
        const field = get(selector);
        return document.activeElement === field && field;
    };
    let waited = 0;
    await until("desk", focused(".o_desk_search"));
    waited = 0;
    for (const [name, number] of queue) {
        type(get(".o_desk_search"), name);
        await until(`found ${name}`, () =>
            get(".o_desk_row.active")?.textContent.includes(number)
        );
        enter(get(".o_desk_search"));
        type(await until(`open ${name}`, focused(".o_desk_given")), given);
        await until(`reckoned ${name}`, () => get(".o_desk_post:enabled"));
        enter(get(".o_desk_given"));
        (await until(`booked ${name}`, () => get(".o_desk_next:enabled"))).click();
        await until(`after ${name}`, focused(".o_desk_search"));
    }
    return waited / queue.length / 1000;
}
"""


@row(
    "desk in the page's own clock, a member",
    must=0.5,
    note="20 members of a hundred thousand, one after the other without a pause, from "
    "the name to the next one; what the screen keeps the teller waiting, and printing "
    "goes on beside it; absolute",
)
def queue(env):
    company = ground.cooperative(env, "Kota")
    teller = ground.desk(env, "bench.teller", company)
    members = teller["coop.membership"].search(
        [("company_id", "=", company.id)],
        offset=5_000 % ground.MASSES[company.name][1],
        limit=QUEUE * (RUNS + 1),
        order="number",
    )
    people = [(f"{one.name} {one.number[-6:]}", one.number) for one in members]
    stack = ExitStack()
    browser = stack.enter_context(open_desk(env, teller))

    def ours():
        # What is booked over HTTP is not rolled back: each run has its own people.
        queue = json.dumps(people[:QUEUE])
        del people[:QUEUE]
        return evaluate(browser, f"({SERVE})({queue}, '{GIVEN}')")

    return Work(ours, close=stack.close)


def evaluate(browser, expression):
    """The value of a promise in the page, or the error it says."""
    said = browser._websocket_request(
        "Runtime.evaluate",
        params={
            "expression": expression,
            "awaitPromise": True,
            "returnByValue": True,
        },
        timeout=MINUTE,
    )
    if failed := said.get("exceptionDetails"):
        raise AssertionError(failed["exception"]["description"])
    return said["result"]["value"]


@contextmanager
def open_desk(env, teller):
    """A browser at the desk of a teller, on a server in this process."""
    server = ThreadedWSGIServerReloadable(HOST, 0, http.root)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = ChromeBrowser(
        SimpleNamespace(
            _logger=logging.getLogger(__name__),
            browser_size="1366x768",
            touch_enabled=False,
            # What is not of this server is not there.
            fetch_proxy=lambda url: {"responseCode": 404},
        )
    )
    session = http.root.session_store.new()
    session.update(http.get_default_session(), db=env.cr.dbname)
    user = teller.user
    session.uid, session.login = user.id, user.login
    session.session_token = security.compute_session_token(session, teller)
    session.context = dict(teller["res.users"].context_get(), lang="id_ID")
    http.root.session_store.save(session)
    try:
        browser.set_cookie("session_id", session.sid, "/", HOST)
        browser.set_cookie("cids", str(teller.company.id), "/", HOST)
        address = f"http://{HOST}:{server.server_port}/odoo/loket"
        browser.navigate_to(address, wait_stop=True)
        yield browser
    finally:
        browser.stop()
        server.shutdown()
