// What differs from run to run: the colour of a face, unread messages, the clock.
const MOVING = [
    ".o_menu_systray :has(> img)",
    ".o_menu_systray .badge",
    ".o-mail-Message-sidebar",
    ".o-mail-Message-date",
    ".o_data_cell[name=checked_on]",
    ".custom_footer",
].join();
const STILL =
    `${MOVING} { visibility: hidden !important; }` +
    "* { transition: none !important; animation: none !important; }" +
    "::-webkit-scrollbar { display: none; }";

/** Photograph the screen once the trigger is there (japra_base/tests/pictures.py). */
export const picture = (name, trigger) => ({
    content: `picture ${name}`,
    trigger,
    async run() {
        // What was typed is written as it stays.
        document.activeElement?.blur();
        const frames = [...document.querySelectorAll("iframe")];
        for (const page of [document, ...frames.map((frame) => frame.contentDocument)]) {
            const style = page.createElement("style");
            style.textContent = STILL;
            page.head.append(style);
        }
        await document.fonts.ready;
        await new Promise((done) => setTimeout(done, 500));
        const address = `http://pictures.invalid/${name}`;
        await fetch(address, { mode: "no-cors" }).catch(() => {});
    },
});
