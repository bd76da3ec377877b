import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { escapeRegExp } from "@web/core/utils/strings";
import { MonetaryField, monetaryField } from "@web/views/fields/monetary/monetary_field";
import { InvalidNumberError } from "@web/views/fields/parsers";

/**
 * The whole rupiah of what was typed: 30000, 30.000, Rp 30.000,00. Everything else is
 * refused: a rounded amount, 30.5 read as 305 or a scanned card is not what was meant.
 */
export function parseRupiah(text) {
    const digits = text.replace(/^\s*Rp\.?/i, "").replace(/\s/g, "");
    const point = escapeRegExp(localization.decimalPoint);
    const sep = localization.thousandsSep.trim();
    const grouped = sep && `|\\d{1,3}(?:${escapeRegExp(sep)}\\d{3})+`;
    const match = digits.match(new RegExp(`^(\\d*${grouped})(?:${point}0{0,2})?$`));
    if (!match) {
        throw new InvalidNumberError(`"${text}" is no amount in whole rupiah`);
    }
    return Number(match[1].replace(/\D/g, ""));
}

export class RupiahField extends MonetaryField {
    setup() {
        super.setup();
        this.notification = useService("notification");
    }

    get inputOptions() {
        return { ...super.inputOptions, parse: (text) => this.parse(text) };
    }

    parse(text) {
        this.closeNotice?.();
        try {
            return parseRupiah(text);
        } catch (error) {
            this.closeNotice = this.notification.add(
                _t("“%s” is no amount in whole rupiah: type it like 30.000.", text),
                { type: "danger" }
            );
            throw error;
        }
    }
}

registry.category("fields").add("coop_rupiah", {
    ...monetaryField,
    component: RupiahField,
    displayName: _t("Whole Rupiah"),
    supportedTypes: ["monetary"],
});
