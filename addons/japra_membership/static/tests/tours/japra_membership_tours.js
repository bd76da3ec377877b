import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const tours = registry.category("web_tour.tours");
const app = (xmlid) => [
    stepUtils.showAppsMenuItem(),
    { trigger: `.o_app[data-menu-xmlid="${xmlid}"]`, run: "click" },
];

// The registrar admits a member from nothing.
tours.add("japra_membership_admit", {
    url: "/odoo",
    steps: () => [
        ...app("japra_membership.menu_coop_root"),
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Rahayu Tour" },
        { trigger: ".o_field_widget[name=phone] input", run: "edit 0812-3300-5511" },
        {
            trigger: ".o_field_widget[name=street] input",
            run: "edit Jl. Kemukus 2, lantai 1 no. 5",
        },
        { trigger: "button[name=action_admit]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=member]" },
        { trigger: ".o_field_widget[name=number]:contains(KUN-0003)" },
        { trigger: ".alert-danger:contains(120.000)" },
    ],
});

// The teller takes the entry share and two months, and prints.
tours.add("japra_membership_receive", {
    url: "/odoo",
    steps: () => [
        ...app("japra_membership.menu_cash_root"),
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name=membership_id] input",
            run: "edit Rahayu Tour",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(KUN-0003)",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(WAJIB) .o_data_cell[name=amount]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=amount] input",
            run: "edit 40000",
        },
        { trigger: ".oe_title", run: "click" },
        { trigger: ".o_field_widget[name=amount_total]:contains(140.000)" },
        { trigger: "button[name=action_post]", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=posted]" },
        { trigger: "button[name=action_print]", run: "click" },
        { trigger: "body:not(.o_ui_blocked) button[name=action_print]:enabled" },
    ],
});

// The treasurer opens the receipt and sees its entry.
tours.add("japra_membership_entry", {
    url: "/odoo",
    steps: () => [
        ...app("japra_membership.menu_cash_root"),
        { trigger: ".o_data_row:contains(Rahayu Tour) .o_data_cell", run: "click" },
        { trigger: "button[name=action_open_entry]", run: "click" },
        { trigger: ".o_field_widget[name=line_ids]:contains(31110010)" },
        { trigger: ".o_field_widget[name=line_ids]:contains(31110020)" },
    ],
});
