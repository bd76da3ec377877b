import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

import { picture } from "@japra_membership/../tests/tours/picture";

// The desk as a teller uses it, with the keyboard alone.
const tours = registry.category("web_tour.tours");
const patient = (step) => ({ timeout: 60000, ...step });
const tour = (name, steps) => tours.add(name, { steps: () => steps().map(patient) });

const see = (trigger) => ({ trigger });
const click = (trigger) => ({ trigger, run: "click" });

// Key actions since the name was typed; an amount counts as one.
let keys = 0;
const act = (trigger, run) => ({
    trigger,
    async run(actions) {
        keys++;
        const [verb, ...words] = run.split(" ");
        await actions[verb](words.join(" "));
    },
});
const find = (query, row) => [
    {
        trigger: ".o_desk_search",
        async run(actions) {
            if (document.activeElement !== this.anchor) {
                throw new Error(`the cursor is in ${document.activeElement.outerHTML}`);
            }
            await actions.edit(query);
            keys = 0;
        },
    },
    see(`.o_desk_row.active:contains(${row})`),
    act(".o_desk_search", "press Enter"),
];
const cursorIn = (trigger) => ({
    trigger,
    run() {
        if (document.activeElement !== this.anchor) {
            throw new Error(`the cursor is in ${document.activeElement.outerHTML}`);
        }
    },
});
const pay = (amount, change) => [
    cursorIn(".o_desk_given"),
    act(".o_desk_given", `edit ${amount}`),
    see(`.o_desk_rest:contains(${change})`),
    act(".o_desk_given", "press Enter"),
    see(`.o_desk_change .display-1:contains(${change})`),
];
const next = [
    act(".o_desk_next:enabled", "press Enter"),
    see(".o_desk_search"),
    {
        trigger: ".o_desk_last",
        run() {
            if (keys > 12) {
                throw new Error(`${keys} key actions for one member, 12 at most`);
            }
        },
    },
];

/** As a scanner types: fast, with Enter, wherever the cursor is. */
const scan = (code) => ({
    trigger: ".o_desk_given",
    run() {
        const field = document.activeElement;
        for (const key of [...code, "Enter"]) {
            const event = new KeyboardEvent("keydown", {
                key,
                bubbles: true,
                cancelable: true,
            });
            if (field.dispatchEvent(event) && key.length === 1) {
                field.value += key;
                field.dispatchEvent(new InputEvent("input", { bubbles: true }));
            }
        }
    },
});

const sent = [];
const answered = rpc._rpc;
/** Lose the next payments: before the server has them, and after. */
function breakTheLine() {
    let tries = 0;
    rpc._rpc = function (url, params, ...rest) {
        if (params?.method !== "desk_post") {
            return answered.call(this, url, params, ...rest);
        }
        sent.push(params.args[0]);
        tries++;
        if (tries === 1) {
            return Promise.reject(new ConnectionLostError(url));
        }
        const answer = answered.call(this, url, params, ...rest);
        return tries === 2
            ? answer.then(() => Promise.reject(new ConnectionLostError(url)))
            : answer;
    };
}

tour("japra_desk_queue", () => [
    see(".o_desk_last p"),
    see(".o_desk_hint"),
    click(".o_desk_search"),

    // Four dues: pokok and three months.
    ...find("siti c-12", "Siti Aminah"),
    see(".o_desk_exact:contains(Rp160.000)"),
    see(".o_desk_due:contains(September 2026 – November 2026)"),
    ...pay("200000", "Rp40.000"),
    picture("loket-selesai", ".o_desk_change:contains(Rp40.000)"),
    // Siti has no phone: it is said, and the queue goes on.
    click(".o_desk_whatsapp"),
    see(".o_desk_error:contains(telepon)"),
    { trigger: ".o_desk_next", run: ({ anchor }) => anchor.focus() },
    ...next,
    see(".o_desk_last:contains(KWT/2026/11/0001)"),
    see("body:not(:has(.o_desk_unprinted))"),

    // Less cash than the teller says is paid.
    ...find("KUN-0002", "Budi Santoso"),
    {
        trigger: ".o_desk_due[data-number='KUN-0002/POKOK'] .o_desk_amount",
        run: "edit 100000",
    },
    { trigger: ".o_desk_given", run: "edit 60000" },
    see(".o_desk_short:contains(Rp40.000)"),
    see(".o_desk_post:disabled"),
    { trigger: ".o_desk_given", run: "press Enter" },
    see(".o_desk_error:contains(Rp40.000)"),

    // A card in the money field opens its member and is no money.
    { trigger: ".o_desk_given", run: ({ anchor }) => anchor.focus() },
    scan("KUN-0003"),
    see(".o_desk_name:contains(Joko Susilo)"),
    {
        trigger: ".o_desk_given",
        run({ anchor }) {
            if (anchor.value) {
                throw new Error(`a card became money: ${anchor.value}`);
            }
        },
    },
    // What was typed for the other one is still there.
    { trigger: ".o_desk_given", run: "press Escape" },
    ...find("KUN-0002", "Budi Santoso"),
    {
        trigger: ".o_desk_given",
        run({ anchor }) {
            if (anchor.value !== "60.000") {
                throw new Error(`what was typed is lost: ${anchor.value}`);
            }
        },
    },
    { trigger: ".o_desk_given", run: "press Escape" },

    // The line breaks: before the server has the payment, and after.
    ...find("joko", "Joko Susilo"),
    { trigger: ".o_desk_given", run: "press Alt+r" },
    see(".o_desk_due:contains(Siti Aminah)"),
    { trigger: ".o_desk_given", run: "press Alt+t" },
    // The amount first; what is typed after it is the reference, and never money.
    cursorIn(".o_desk_given"),
    { trigger: ".o_desk_given", run: "press Alt+l" },
    { trigger: ".o_desk_given", run: "press Alt+t" },
    cursorIn(".o_desk_reference"),
    { trigger: ".o_desk_reference", run: "edit QR-0077" },
    see(".o_desk_post:enabled"),
    {
        trigger: ".o_desk_reference",
        async run(actions) {
            breakTheLine();
            this.anchor.focus();
            await actions.press("Enter");
        },
    },
    see(".o_desk_error"),
    see(".o_desk_total:contains(Rp140.000)"),
    { trigger: ".o_desk_reference:value(QR-0077)", run: "press Enter" },
    {
        trigger: ".o_desk",
        async run() {
            for (let n = 0; sent.length < 2 && n < 100; n++) {
                await new Promise((done) => setTimeout(done, 100));
            }
        },
    },
    // The server has booked it, and nobody was told.
    see(".o_desk:not(.o_desk_busy) .o_desk_error"),
    { trigger: ".o_desk_reference", run: "press Enter" },
    see(".o_desk_done:contains(Rp140.000):contains(KWT/2026/11/0002)"),
    {
        trigger: ".o_desk_done",
        run() {
            rpc._rpc = answered;
            if (sent.length !== 3 || new Set(sent.map((one) => one.key)).size !== 1) {
                throw new Error(`not one key: ${sent.map((one) => one.key)}`);
            }
        },
    },
    act(".o_desk_next", "press Enter"),
    see(".o_desk_last:contains(KWT/2026/11/0002)"),
]);

/** The line is broken for all questions of a kind, until it is mended. */
function lose(method) {
    rpc._rpc = function (url, params, ...rest) {
        return params?.method === method
            ? Promise.reject(new ConnectionLostError(url))
            : answered.call(this, url, params, ...rest);
    };
}

tour("japra_desk_search_lost", () => [
    { trigger: ".o_desk_search", run: "edit budi" },
    see(".o_desk_row.active:contains(Budi Santoso)"),
    { trigger: "body", run: () => lose("desk_search") },
    { trigger: ".o_desk_search", run: "edit siti c-12" },
    see(".o_desk_error"),
    // Who was found before is not who was typed now.
    { trigger: ".o_desk_search", run: "press Enter" },
    see(".o_desk_error"),
    {
        trigger: ".o_desk_search:value(siti c-12)",
        run() {
            if (document.querySelector(".o_desk_name")) {
                throw new Error("somebody else was opened");
            }
        },
    },
    { trigger: "body", run: () => (rpc._rpc = answered) },
    { trigger: ".o_desk_search", run: "press Enter" },
    see(".o_desk_name:contains(Siti Aminah)"),
]);

// A payment that was lost on its way is asked about again after the next member.
tour("japra_desk_unsure", () => [
    { trigger: ".o_desk_search", run: () => lose("desk_post") },
    ...find("siti c-12", "Siti Aminah"),
    { trigger: ".o_desk_given", run: "edit 160000" },
    { trigger: ".o_desk_given", run: "press Enter" },
    see(".o_desk_error"),
    { trigger: "body", run: () => (rpc._rpc = answered) },
    click(".o_desk_back"),
    ...find("KUN-0002", "Budi Santoso"),
    ...pay("120000", "Rp0"),
    click(".o_desk_next"),
    see(".o_desk_name:contains(Siti Aminah)"),
    see(".o_desk_error"),
    see(".o_desk_given:value(160.000)"),
    { trigger: ".o_desk_given", run: "press Enter" },
    see(".o_desk_done:contains(KWT/2026/11/0002)"),
    click(".o_desk_next"),
    see(".o_desk_search"),
]);

tour("japra_desk_phone", () => [
    { trigger: ".o_desk_search", run: "edit budi" },
    picture("hp-loket-cari", ".o_desk_row:contains(Budi Santoso)"),
    click(".o_desk_row:contains(Budi Santoso)"),
    click(".o_desk_exactly"),
    picture("hp-loket-anggota", ".o_desk_post:enabled"),
    // Out of paper: booked, but nothing in the hand of the member.
    { trigger: "body", run: () => lose("desk_paper") },
    click(".o_desk_post"),
    picture("hp-loket-selesai", ".o_desk_done:contains(Rp120.000) .alert-warning"),
    { trigger: "body", run: () => (rpc._rpc = answered) },
    {
        trigger: "body",
        run({ anchor }) {
            browser.open = (address) => (anchor.dataset.opened = address);
        },
    },
    click(".o_desk_whatsapp"),
    see("body[data-opened^='https://wa.me/6281298765432?text=CONTOH']"),
    click(".o_desk_next"),
    see(".o_desk_unprinted:contains(KWT/2026/11/0001)"),
    click(".o_desk_unprinted button"),
    see(".o_desk:not(:has(.o_desk_unprinted)) .o_desk_last:contains(Rp120.000)"),
]);
