import { browser } from "@web/core/browser/browser";

/**
 * Print the slips of a receipt without leaving the desk: the PDF in a frame nobody
 * sees. Chrome started with --kiosk-printing asks nothing.
 *
 * @param {number} id of the receipt
 * @param {string} report the name of the paper that its printer holds
 * @returns {Promise<void>} when the paper was handed to the printer
 */
export async function printReceipt(id, report) {
    const answer = await browser.fetch(`/report/pdf/${report}/${id}`);
    if (!answer.ok) {
        throw new Error(`kwitansi ${id}: ${answer.status}`);
    }
    const url = URL.createObjectURL(await answer.blob());
    const earlier = document.querySelectorAll("iframe.o_desk_paper");
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
    // Not before: what shows the PDF is kept by the earlier paper for the next one.
    for (const paper of earlier) {
        URL.revokeObjectURL(paper.src);
        paper.remove();
    }
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
