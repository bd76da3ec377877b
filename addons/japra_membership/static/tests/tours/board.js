import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

// The app opens on what waits: a tile opens what it counts, a row its record.
const click = (trigger) => ({ trigger, run: "click" });
const see = (trigger) => ({ trigger });
const patient = (step) => ({ timeout: 60000, ...step });

registry.category("web_tour.tours").add("japra_board", {
    steps: () =>
        [
            stepUtils.showAppsMenuItem(),
            click('.o_app[data-menu-xmlid="japra_membership.menu_coop_root"]'),
            see(".o_board_tile[data-key=without_nik] .o_board_count:contains(5)"),
            see(".o_board_note:contains(Kunir)"),
            see(".o_board_quiet button[data-key=approvals]"),
            see(".o_board_work button:contains(Calon Satu)"),
            see(".o_board_work button:contains(Budi Santoso)"),
            click(".o_board_tile[data-key=to_ask]"),
            see(".o_list_view .o_data_row:contains(Calon Satu):only-child"),
            click(".o_back_button"),
            click(".o_board_work button:contains(Calon Satu)"),
            see("button[name=action_request_approval]"),
            click(".o_back_button"),
            click(".o_board .btn-primary"),
            see(".o_form_view .o_field_widget[name=name] input"),
        ].map(patient),
});
