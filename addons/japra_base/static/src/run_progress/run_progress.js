import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { formatInteger } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useService } from "@web/core/utils/hooks";

const EVERY = 2000;
const FIELDS = ["state", "is_idle", "progress", "booked_count", "total_count"];
const MOVING = ["running", "stopping"];

/**
 * The bar of a run. While it runs the figures are asked for every two seconds, quietly;
 * when something else than the bar has changed the form is loaded again.
 */
export class RunProgress extends Component {
    static template = "japra_base.RunProgress";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.now = useState({});
        // Another record, or this one loaded again: begin from what it says.
        useEffect(
            () => {
                this.show(this.props.record.data);
                this.wait();
            },
            () => [this.props.record.resId, this.props.record.data]
        );
        onWillUnmount(() => {
            this.gone = true;
            browser.clearTimeout(this.timer);
        });
    }

    get label() {
        const { booked_count, total_count } = this.now;
        return `${formatInteger(booked_count || 0)} / ${formatInteger(total_count || 0)}`;
    }

    get moving() {
        return MOVING.includes(this.now.state) && !this.now.is_idle;
    }

    show(values) {
        for (const name of FIELDS) {
            this.now[name] = values[name];
        }
    }

    wait() {
        browser.clearTimeout(this.timer);
        if (MOVING.includes(this.now.state) && this.props.record.resId) {
            this.timer = browser.setTimeout(() => this.ask(), EVERY);
        }
    }

    async ask() {
        const record = this.props.record;
        const resId = record.resId;
        let values = null;
        try {
            [values] = await this.orm.silent.read(record.resModel, [resId], FIELDS);
        } catch {
            // No connection, or the session has ended: the next click says so.
        }
        if (this.gone || record !== this.props.record || resId !== record.resId) {
            return;
        }
        if (values) {
            const before = { ...this.now };
            this.show(values);
            if (values.state !== before.state || values.is_idle !== before.is_idle) {
                await record.load();
            }
        }
        this.wait();
    }
}

registry.category("fields").add("coop_run_progress", {
    component: RunProgress,
    supportedTypes: ["integer"],
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "is_idle", type: "boolean" },
        { name: "booked_count", type: "integer" },
        { name: "total_count", type: "integer" },
    ],
});
