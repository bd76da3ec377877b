import { downloadReport } from "@web/webclient/actions/reports/utils";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { user } from "@web/core/user";

const PAPERS = [
    "japra_membership.report_kwitansi",
    "japra_membership.report_kwitansi_roll",
];

/**
 * Print receipts as every report, and mark them once the paper has arrived here: what
 * was lost on the way is still the original when it is printed again.
 */
async function printReceipts(action, options, env) {
    if (!PAPERS.includes(action.report_name) || action.report_type !== "qweb-pdf") {
        return false;
    }
    const { orm, ui } = env.services;
    ui.block();
    try {
        const context = { ...user.context, ...action.context };
        const { success } = await downloadReport(rpc, action, "pdf", context);
        if (success && (await user.hasGroup("japra_membership.group_teller"))) {
            const originals = await orm.search("coop.receipt", [
                ["id", "in", action.context.active_ids],
                ["state", "!=", "draft"],
                ["printed_on", "=", false],
            ]);
            if (originals.length) {
                await orm.call("coop.receipt", "action_mark_printed", [originals]);
            }
        }
        return success;
    } finally {
        ui.unblock();
    }
}

registry
    .category("ir.actions.report handlers")
    .add("japra_membership.print_receipts", printReceipts);
