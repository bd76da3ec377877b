const PX_PER_MM = 96 / 25.4;

// One paper after the other: they share the frame.
let last = Promise.resolve();

function queue(work) {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
}

/**
 * Print a paper without leaving the desk, from a frame nobody sees. Chrome started
 * with --kiosk-printing asks nothing.
 *
 * @param {string} html a whole page
 * @returns {Promise<void>} when the paper was handed to the printer
 */
export const printPaper = (html) => queue(() => putOut(html));

/** Leave nobody's paper in the page. */
export const dropPaper = () =>
    queue(() => document.querySelector("iframe.o_desk_paper")?.remove());

async function putOut(html) {
    const frame = document.querySelector("iframe.o_desk_paper") || addFrame();
    const page = new DOMParser().parseFromString(html, "text/html");
    if (page.head.innerHTML === frame.contentDocument.head.innerHTML) {
        // Another of the kind: its styles and fonts are there.
        frame.contentDocument.body.replaceWith(page.body);
    } else {
        const loaded = new Promise((resolve) => {
            frame.addEventListener("load", resolve, { once: true });
        });
        frame.srcdoc = html;
        await loaded;
        const styles = frame.contentDocument.querySelectorAll("link[rel=stylesheet]");
        if (![...styles].every((link) => link.sheet)) {
            frame.remove();
            throw new Error("The line broke while the styles of the paper were loaded");
        }
    }
    const paper = frame.contentDocument;
    await paper.fonts.ready;
    cutRoll(paper);
    frame.contentWindow.print();
}

function addFrame() {
    const frame = document.createElement("iframe");
    frame.className = "o_desk_paper";
    frame.tabIndex = -1;
    frame.setAttribute("aria-hidden", "true");
    document.body.append(frame);
    return frame;
}

/** On a roll each slip is a page of its own, as long as the slip. */
function cutRoll(paper) {
    const width = paper.documentElement.dataset.rollWidth;
    if (!width) {
        return;
    }
    const pages = [...paper.querySelectorAll(".pdf-doc")].map((slip, place) => {
        slip.style.page = `slip${place}`;
        const height = Math.ceil(slip.getBoundingClientRect().height / PX_PER_MM) + 1;
        return `@page slip${place} { size: ${width}mm ${height}mm; }`;
    });
    const style = paper.createElement("style");
    style.textContent = pages.join("\n");
    paper.body.append(style);
}
