import { _t } from "@web/core/l10n/translation";

import { lay, rupiah } from "./desk_money";

export const MEANS = ["cash", "transfer", "qris"];

const newKey = () =>
    // Without https there is no randomUUID, and a desk may run in a trusted LAN.
    [...crypto.getRandomValues(new Uint8Array(16))]
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("");

/** What the teller types for a member; plain data, so that it can be kept. */
export function newDraft(shown) {
    const now = shown.orders[shown.order].some(([, , due]) => due);
    return {
        // Made when the member is opened: whatever is sent twice is booked once.
        key: newKey(),
        member: shown.id,
        household: false,
        // Nothing late: what falls due this month is what she came for.
        ahead: !now,
        order: shown.order,
        means: "cash",
        reference: "",
        given: null,
        keep: 0,
        fixed: {},
    };
}

/** What the screen says of a payment: rows with amounts, total, change, what lacks. */
export function reckon(shown, draft) {
    const own = (row) => draft.household || row.member === shown.id;
    const rows = shown.rows.filter(own);
    const accounts = new Map(rows.map((row) => [row.account, row]));
    const slices = shown.orders[draft.order].filter(
        ([account, , now]) => accounts.has(account) && (draft.ahead || now)
    );
    const fixed = new Map(
        Object.entries(draft.fixed)
            .map(([account, amount]) => [parseInt(account, 10), amount])
            .filter(([account]) => accounts.has(account))
    );
    const exact =
        [...fixed.values()].reduce((sum, part) => sum + part, 0) +
        slices
            .filter(([account]) => !fixed.has(account))
            .reduce((sum, [, part]) => sum + part, 0);
    // An invoice takes what is open on it, and keeps nothing.
    const keepers = rows.filter((row) => row.account > 0);
    const keep = keepers.some((row) => row.account === draft.keep) ? draft.keep : 0;
    const given = draft.given === null ? exact : draft.given;
    const { amounts, rest } = lay(
        given,
        slices,
        fixed,
        keep,
        keep && accounts.get(keep).room
    );
    const total = [...amounts.values()].reduce((sum, part) => sum + part, 0);
    return {
        rows,
        fixed,
        keepers,
        keep,
        exact,
        soon: rows.some((row) => row.soon),
        amounts,
        rest,
        total,
        hint: hint(shown, draft, { rest, total }),
        // For the server, in the order of the rows: the order of the paper.
        lines: rows
            .filter((row) => amounts.get(row.account))
            .map((row) => [row.account, amounts.get(row.account)]),
    };
}

export const lacksReference = ({ means, reference }) =>
    means !== "cash" && !reference.trim();

/** One sentence on what must be done before Enter books anything, or "". */
function hint(shown, draft, { rest, total }) {
    if (shown.problem) {
        return shown.problem;
    }
    if (!draft.given) {
        return _t("Type the amount that was given.");
    }
    if (rest < 0) {
        return _t("%s are missing.", rupiah(-rest));
    }
    if (!total) {
        return _t("Nothing is due: choose where the money is to be kept.");
    }
    if (draft.means !== "cash" && rest) {
        return _t("%s more came in than is due: choose where they are kept.", rupiah(rest));
    }
    if (lacksReference(draft)) {
        return _t("Type the reference of the transfer or QRIS payment.");
    }
    return "";
}

/** The payment as the server wants it; the same draft always says the same. */
export function payload(draft, { fixed, keep, lines }) {
    const { key, member, household, ahead, order, means, given } = draft;
    const reference = means === "cash" ? "" : draft.reference.trim();
    return {
        key,
        member,
        household,
        ahead,
        order,
        means,
        reference,
        given,
        keep,
        fixed: [...fixed],
        lines,
    };
}
