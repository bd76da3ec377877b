import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { IntegerField, integerField } from "@web/views/fields/integer/integer_field";

/** A year: without separators, and nothing where nobody knows it. */
export class YearField extends IntegerField {
    get formattedValue() {
        return this.value ? String(this.value) : "";
    }
}

registry.category("fields").add("coop_year", {
    ...integerField,
    component: YearField,
    displayName: _t("Year"),
    supportedOptions: [],
    isEmpty: (record, fieldName) => !record.data[fieldName],
});
