import { onWillStart, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { CharField, charField } from "@web/views/fields/char/char_field";

// Long enough to compare a card or to copy a form by hand.
const SHOWN_FOR = 20000;

/**
 * A masked number with an eye. The record holds the mask, or what is being typed; the
 * number itself lives in this component only, for a short while, and the server notes
 * who asked for it.
 */
export class MaskedField extends CharField {
    static template = "japra_base.MaskedField";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.unmasked = useState({ allowed: false, number: "" });
        onWillStart(async () => {
            this.unmasked.allowed = await user.hasGroup("japra_base.group_identity");
        });
        // Another record, or another number: what was shown is not of this one.
        useEffect(
            () => this.hide(),
            () => [this.props.record.resId, this.props.record.data[this.props.name]]
        );
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    get canUnmask() {
        const shown = this.props.record.data[this.props.name] || "";
        return this.unmasked.allowed && this.props.record.resId && shown.includes("*");
    }

    get title() {
        return this.unmasked.number ? _t("Hide") : _t("Show; it is noted who looked");
    }

    hide() {
        browser.clearTimeout(this.timer);
        this.unmasked.number = "";
    }

    async toggle() {
        if (this.unmasked.number) {
            return this.hide();
        }
        const { resModel, resId } = this.props.record;
        const field = this.props.name.replace(/_masked$/, "");
        this.unmasked.number = await this.orm.call(resModel, "action_unmask", [
            [resId],
            field,
        ]);
        this.timer = browser.setTimeout(() => this.hide(), SHOWN_FOR);
    }
}

registry.category("fields").add("coop_masked", {
    ...charField,
    component: MaskedField,
    displayName: _t("Masked Number"),
    supportedTypes: ["char"],
    supportedOptions: [],
});
