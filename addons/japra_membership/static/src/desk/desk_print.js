import { browser } from "@web/core/browser/browser";

const REPORT = "japra_membership.report_kwitansi";

/**
 * Print the slips of a receipt without leaving the desk: the PDF in a frame nobody
 * sees. Chrome started with --kiosk-printing asks nothing.
 *
 * @returns {Promise<void>} when the paper was handed to the printer
 */
export async function printReceipt(id, report = REPORT) {
    const answer = await browser.fetch(`/report/pdf/${report}/${id}`);
    if (!answer.ok) {
        throw new Error(`kwitansi ${id}: ${answer.status}`);
    }
    const url = URL.createObjectURL(await answer.blob());
    const last = document.querySelector("iframe.o_desk_paper");
    if (last) {
        URL.revokeObjectURL(last.src);
        last.remove();
    }
    const frame = document.createElement("iframe");
    frame.className = "o_desk_paper";
    frame.tabIndex = -1;
    frame.setAttribute("aria-hidden", "true");
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
    frame.src = url;
    keepCursor(frame);
    document.body.append(frame);
    // A browser that shows no PDF in a frame never says it is loaded.
    await Promise.race([loaded, new Promise((done) => browser.setTimeout(done, 5000))]);
    frame.contentWindow.print();
}

/** A PDF takes the cursor when it is shown; the teller is typing the next name. */
function keepCursor(frame) {
    frame.inert = true;
    let cursor = document.activeElement;
    const until = new AbortController();
    const options = { signal: until.signal };
    document.addEventListener(
        "focusin",
        (ev) => {
            cursor = ev.target === frame ? cursor : ev.target;
        },
        options
    );
    window.addEventListener(
        "blur",
        () =>
            browser.setTimeout(() => {
                if (!frame.isConnected) {
                    until.abort();
                } else if (document.activeElement === frame) {
                    frame.blur();
                    cursor?.focus();
                }
            }),
        options
    );
}
