import { useExternalListener } from "@odoo/owl";

// Longer than between two keys of a scanner, shorter than between two of a person.
const BETWEEN_KEYS = 300;
const LETTER = /^[a-z]$/i;
const ELSEWHERE = "input, select, textarea, [contenteditable=true], .modal *";

/**
 * A card may be scanned at any moment. Its number begins with a letter, which money
 * never does: a letter in a money field (data-money) begins a card and is never typed.
 *
 * @param {(code: string) => void} found
 */
export function useScanner(found) {
    let scanned = "";
    let timer;
    useExternalListener(
        document,
        "keydown",
        (ev) => {
            const plain =
                ev.key?.length === 1 && !ev.altKey && !ev.ctrlKey && !ev.metaKey;
            const field = ev.target.closest?.(ELSEWHERE);
            if ((field && !("money" in field.dataset)) || ev.isComposing) {
                scanned = "";
                return;
            }
            if (!scanned && !(plain && LETTER.test(ev.key))) {
                return;
            }
            // None of it reaches the field, nor what listens to Enter there.
            ev.preventDefault();
            ev.stopPropagation();
            clearTimeout(timer);
            if (ev.key === "Enter" || ev.key === "Tab") {
                const code = scanned;
                scanned = "";
                found(code);
            } else {
                scanned += plain ? ev.key : "";
                timer = setTimeout(() => (scanned = ""), BETWEEN_KEYS);
            }
        },
        { capture: true }
    );
}
