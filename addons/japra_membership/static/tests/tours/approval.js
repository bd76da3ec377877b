import { registry } from "@web/core/registry";

import { picture } from "@japra_membership/../tests/tours/picture";

// The chair's phone. From the open list of apps it is three taps to "approved": each
// run below is one.
const tours = registry.category("web_tour.tours");

const tap = (trigger) => ({ trigger, run: "click" });
const see = (trigger) => ({ trigger });
const APPS = [tap(".o_menu_toggle"), tap(".o_app_menu_sidebar .btn-primary")];

tours.add("japra_approval_phone", {
    steps: () => [
        ...APPS,
        tap('.o_app_menu_sidebar .o_app[data-menu-xmlid="japra_membership.menu_coop_root"]'),
        // The app opens on what needs her today.
        see(".o_board_work button:contains(Penarikan Siti):contains(1.500.000)"),
        tap(".o_board_work button:contains(Penarikan Siti)"),
        see(".o_field_widget[name=amount]:contains(1.500.000)"),
        see(".o_field_widget[name=reason]:contains(Biaya sekolah)"),
        {
            trigger: ".o_field_widget[name=attachments_html] img",
            run: ({ anchor }) => anchor.decode(),
        },
        see(".o_field_widget[name=history_html]:contains(Diminta)"),
        picture("hp-persetujuan", "button[name=action_approve]"),
        tap("button[name=action_approve]"),
        see(".o_field_widget[name=history_html]:contains(Disetujui)"),
    ],
});

tours.add("japra_approval_refused", {
    steps: () => [
        tap(".o_kanban_record:contains(Penarikan Siti)"),
        tap("button[name=action_refuse]"),
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Bukti belum ada",
        },
        tap(".modal button[name=action_apply]"),
        see(".o_field_widget[name=history_html]:contains(Bukti belum ada)"),
    ],
});
