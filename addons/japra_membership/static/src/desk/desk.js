import { Component, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { browser } from "@web/core/browser/browser";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { figures, parseMoney, rupiah } from "./desk_money";
import { lacksReference, MEANS, newDraft, payload, reckon } from "./desk_payment";
import { dropPaper, printPaper } from "./desk_print";
import { useScanner } from "./desk_scan";

const NOTES = [20000, 50000, 100000];

/** The server has judged, and says why in one sentence. */
const isRefusal = (error) =>
    error instanceof RPCError && error.data?.name?.startsWith("odoo.exceptions.");

/**
 * The desk: find a member, see what is due, type the amount, Enter, next.
 *
 * The screen is in one of three phases: searching, paying (`shown`), done.
 */
export class Desk extends Component {
    static template = "japra_membership.Desk";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        // {member: what was typed for her}: who is called away finds it again.
        this.drafts = new Map();
        this.state = useState({
            query: "",
            answered: "",
            found: [],
            chosen: 0,
            shown: null,
            draft: null,
            done: null,
            start: { orders: [], last: [], unprinted: [] },
            busy: false,
            error: "",
            printing: "",
            tick: 0,
        });
        this.searchRef = useRef("search");
        this.givenRef = useRef("given");
        this.referenceRef = useRef("reference");
        this.nextRef = useRef("next");
        // In a pause: the next member is not kept waiting for it.
        this.lookRound = useDebounced(() => this.isIdle && this.restart(), 300);
        this.notes = NOTES;
        this.camera = isBarcodeScannerSupported();
        useScanner((code) => this.scan(code));
        const everywhere = { bypassEditableProtection: true };
        useHotkey("escape", () => this.back(), everywhere);
        useHotkey("alt+l", () => this.setGiven(this.reckoned?.exact), everywhere);
        useHotkey("alt+r", () => this.toggle("household"), everywhere);
        useHotkey("alt+b", () => this.toggle("ahead"), everywhere);
        useHotkey("alt+k", () => this.nextKeep(), everywhere);
        useHotkey("alt+t", () => this.nextMeans(), everywhere);
        useEffect(
            () => {
                const { done, shown } = this.state;
                const paying = this.aim || this.givenRef;
                const ref = done ? this.nextRef : shown ? paying : this.searchRef;
                this.aim = null;
                ref.el?.focus();
                ref.el?.select?.();
            },
            () => [this.state.done?.id, this.state.shown?.id, this.state.tick]
        );
        onWillStart(async () => {
            await this.restart();
            await this.resume();
        });
        onWillUnmount(dropPaper);
    }

    // --- what the screen says

    get reckoned() {
        const { shown, draft } = this.state;
        return shown && reckon(shown, draft);
    }

    get isIdle() {
        return !this.state.query && !this.state.shown && !this.state.done;
    }

    get rupiah() {
        return rupiah;
    }

    get figures() {
        return figures;
    }

    get means() {
        const names = { cash: _t("Cash"), transfer: _t("Transfer"), qris: _t("QRIS") };
        return MEANS.map((code) => ({ code, name: names[code] }));
    }

    memberOf(row) {
        return this.state.shown.members.find((member) => member.id === row.member);
    }

    // --- asking the server; what was typed stays whatever it answers

    async guard(ask) {
        if (this.state.busy) {
            return;
        }
        Object.assign(this.state, { busy: true, error: "" });
        this.lost = false;
        try {
            return await ask();
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.lost = true;
                this.state.error = _t(
                    "No connection. Nothing is lost: press Enter to try again."
                );
            } else if (isRefusal(error)) {
                this.state.error = error.data.message;
            } else {
                throw error;
            }
        } finally {
            this.state.busy = false;
        }
    }

    call(method, ...args) {
        return this.orm.silent.call("coop.receipt", method, args);
    }

    async restart() {
        try {
            this.state.start = await this.call("desk_start");
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    // --- finding

    onQuery(ev) {
        this.state.query = ev.target.value;
        this.state.error = "";
        this.search();
        this.lookRound();
    }

    /** One question at a time: what is typed meanwhile is the next, and no timer waits. */
    search() {
        this.asking ??= this.ask().finally(() => {
            this.asking = null;
        });
        return this.asking;
    }

    async ask() {
        let query;
        do {
            query = this.state.query;
            try {
                const found = await this.call("desk_search", query);
                if (query === this.state.query) {
                    Object.assign(this.state, { found, answered: query, chosen: 0 });
                }
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                this.state.error = _t(
                    "No connection. Nothing is lost: press Enter to try again."
                );
                return;
            }
        } while (query !== this.state.query);
    }

    async onSearchKey(ev) {
        const { found, chosen } = this.state;
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step && found.length) {
            ev.preventDefault();
            this.state.chosen = (chosen + step + found.length) % found.length;
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            this.state.error = "";
            if (this.state.answered !== this.state.query) {
                // Faster than the search, or a scanner.
                await this.search();
            }
            const member = this.state.found[this.state.chosen];
            if (member && this.state.answered === this.state.query) {
                await this.open(member.id);
            }
        }
    }

    /** A card: its member and nobody else. */
    async scan(code) {
        const found = await this.guard(() => this.call("desk_search", code));
        const member = found?.find(
            (row) => row.number.toUpperCase() === code.trim().toUpperCase()
        );
        if (member) {
            await this.open(member.id);
        } else if (found) {
            this.state.error = _t("No member has the card %s.", code);
        }
    }

    async scanByCamera() {
        const code = await scanBarcode(this.env);
        if (code) {
            await this.scan(code);
        }
    }

    async open(id, kept = this.drafts.get(id)) {
        const shown = await this.guard(() => this.call("desk_open", id));
        if (shown) {
            const draft = kept || newDraft(shown);
            this.drafts.set(id, draft);
            Object.assign(this.state, { shown, draft, done: null, tick: this.state.tick + 1 });
        }
        return shown;
    }

    /** Escape: leave the member; what was typed for her stays until it is paid. */
    async back() {
        if (this.state.busy) {
            return;
        }
        const { shown, draft, done } = this.state;
        if (shown && draft.given === null && !Object.keys(draft.fixed).length) {
            this.drafts.delete(shown.id);
        }
        if (shown && !this.lost) {
            // Seen beside what is booked of her, and left.
            this.forget(draft);
        }
        const empty = { query: "", answered: "", found: [], error: "", printing: "" };
        Object.assign(this.state, { ...empty, shown: null, draft: null, done: null });
        this.state.tick++;
        if (done) {
            await this.resume();
        }
        this.lookRound();
    }

    // --- typing

    /** Read the field and write it back with its dots. */
    readMoney(ev) {
        const amount = parseMoney(ev.target.value);
        ev.target.value = figures(amount);
        this.state.error = "";
        return amount;
    }

    onGiven(ev) {
        this.state.draft.given = this.readMoney(ev);
    }

    onFixed(row, ev) {
        const amount = this.readMoney(ev);
        if (amount === null) {
            delete this.state.draft.fixed[row.account];
        } else {
            this.state.draft.fixed[row.account] = amount;
        }
    }

    onMoneyKey(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.post();
        }
    }

    setGiven(amount) {
        if (this.state.draft && !this.state.done && amount) {
            this.state.draft.given = amount;
            this.state.tick++;
        }
    }

    toggle(name) {
        if (this.state.draft && !this.state.done) {
            this.state.draft[name] = !this.state.draft[name];
        }
    }

    nextKeep() {
        if (this.state.draft && !this.state.done) {
            const accounts = [0, ...this.reckoned.keepers.map((row) => row.account)];
            const place = accounts.indexOf(this.reckoned.keep);
            this.state.draft.keep = accounts[(place + 1) % accounts.length];
        }
    }

    nextMeans() {
        if (this.state.draft && !this.state.done) {
            const place = MEANS.indexOf(this.state.draft.means);
            this.setMeans(MEANS[(place + 1) % MEANS.length]);
        }
    }

    setMeans(code) {
        this.state.draft.means = code;
        // The amount comes first, where it is not typed yet.
        const paid = code !== "cash" && this.state.draft.given;
        this.aimAt(paid ? this.referenceRef : this.givenRef);
    }

    /** Put the cursor where the next thing is typed. */
    aimAt(ref) {
        this.aim = ref;
        this.state.tick++;
    }

    onKeep(ev) {
        this.state.draft.keep = parseInt(ev.target.value, 10);
    }

    // --- booking

    /** What may be on its way when the browser, or the power, goes. */
    get pendingKey() {
        return `japra_desk_${user.userId}_${user.activeCompany.id}`;
    }

    get pending() {
        try {
            const kept = JSON.parse(browser.localStorage.getItem(this.pendingKey));
            return new Map(kept.map((draft) => [draft.member, draft]));
        } catch {
            return new Map();
        }
    }

    set pending(kept) {
        browser.localStorage.setItem(this.pendingKey, JSON.stringify([...kept.values()]));
    }

    remember(draft) {
        this.pending = this.pending.set(draft.member, draft);
    }

    forget(draft) {
        const kept = this.pending;
        kept.delete(draft.member);
        this.pending = kept;
    }

    async resume() {
        const kept = this.pending;
        // First of all: whoever opens them later sends them with their own keys.
        kept.forEach((draft) => this.drafts.set(draft.member, draft));
        const [member] = kept.keys();
        if (member && (await this.open(member))) {
            this.state.error = _t(
                "It is not sure that this payment arrived: press Enter. It is booked only once."
            );
        }
    }

    async post() {
        const sums = this.reckoned;
        if (this.state.busy) {
            return;
        }
        if (sums.hint) {
            this.state.error = sums.hint;
            if (lacksReference(this.state.draft)) {
                this.aimAt(this.referenceRef);
            }
            return;
        }
        const draft = this.state.draft;
        this.remember(draft);
        const done = await this.guard(() => this.call("desk_post", payload(draft, sums)));
        if (done) {
            this.drafts.delete(draft.member);
            this.forget(draft);
            Object.assign(this.state, { done, shown: null, draft: null });
            if (!done.printed) {
                await this.print(done);
            }
        } else if (!this.lost) {
            // The server has answered and booked nothing: show what is due now.
            const said = this.state.error;
            this.forget(draft);
            await this.open(draft.member, draft);
            this.state.error = said;
        }
    }

    async print({ id }) {
        this.state.printing = "";
        try {
            await printPaper(await this.call("desk_paper", [id]));
        } catch (error) {
            this.state.printing = isRefusal(error)
                ? error.data.message
                : _t("Not printed: press Print once the printer is ready.");
            return;
        }
        try {
            await this.call("action_mark_printed", [id]);
        } catch {
            this.state.printing = _t(
                "The paper is out, but the line broke: the receipt stays on the list of what is not printed."
            );
        }
    }

    /** The message to who paid; what is missing for it is said as every refusal. */
    async whatsapp(id) {
        const message = await this.guard(() => this.call("action_whatsapp", [id]));
        if (message) {
            browser.open(message.url, "_blank");
        }
    }

    async printAgain(receipt) {
        await this.print(receipt);
        if (!this.state.done) {
            await this.restart();
        }
    }
}

registry.category("actions").add("japra_membership.desk", Desk);
