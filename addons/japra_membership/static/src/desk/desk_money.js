/** Whole rupiah, as the desk writes, reads and divides them. */

const FIGURES = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 0 });

/** 1234567 -> "Rp1.234.567" */
export const rupiah = (amount) =>
    `${amount < 0 ? "-" : ""}Rp${FIGURES.format(Math.abs(amount))}`;

/** 1234567 -> "1.234.567"; nothing typed stays nothing. */
export const figures = (amount) => (amount === null ? "" : FIGURES.format(amount));

/** What was typed, without what people put between digits; null: nothing. */
export function parseMoney(text) {
    const digits = text.replace(/\D/g, "").slice(0, 12);
    return digits ? parseInt(digits, 10) : null;
}

/**
 * Lay an amount over dues: calc/desk.py `lay`, so that the teller sees it while she
 * types. The server lays it again and refuses what differs.
 *
 * @param {number} given
 * @param {[number, number][]} slices account and amount, in their order
 * @param {Map<number, number>} fixed what the teller typed for an account
 * @param {number} keep the account that takes what is left, or 0
 * @param {number|false} room the most that account takes in all
 */
export function lay(given, slices, fixed, keep, room) {
    const amounts = new Map([...fixed].filter(([, amount]) => amount));
    let rest = given - [...amounts.values()].reduce((sum, part) => sum + part, 0);
    if (rest < 0) {
        return { amounts, rest };
    }
    const add = (account, part) => {
        if (part > 0) {
            amounts.set(account, (amounts.get(account) || 0) + part);
            rest -= part;
        }
    };
    for (const [account, amount] of slices) {
        if (!fixed.has(account)) {
            add(account, Math.min(rest, amount));
        }
    }
    if (keep && rest) {
        const free = room === false ? rest : room - (amounts.get(keep) || 0);
        add(keep, Math.min(rest, free));
    }
    return { amounts, rest };
}
