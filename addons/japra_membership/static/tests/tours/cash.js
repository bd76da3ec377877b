import { picture } from "@japra_membership/../tests/tours/picture";
import {
    app,
    click,
    see,
    tour,
    type,
    typeInRow,
} from "@japra_membership/../tests/tours/steps";

// A teller closes her day with a difference, and the treasurer agrees on his phone.
const state = (value) => see(`.o_arrow_button_current[data-value=${value}]`);
const session = () => [
    ...app("japra_membership.menu_cash_root"),
    click('[data-menu-xmlid="japra_membership.menu_cash_till"]'),
    click('[data-menu-xmlid="japra_membership.coop_cash_session_mine_menu"]'),
];

tour("japra_cash_open", () => [
    ...session(),
    type("amount_opening", "250000"),
    picture("kas-buka", "button[name=action_open]"),
    click("button[name=action_open]"),
    state("open"),
    see("button[name=action_count]"),
]);

// In the evening the teller brings what is too much to the treasurer ...
tour("japra_cash_hand_over", () => [
    ...session(),
    see(".o_field_widget[name=amount_in]:contains(120.000)"),
    click("button[name=action_hand_over]"),
    see(".o_field_widget[name=destination_id] input:value(Brankas)"),
    type("amount", "200000"),
    type("note", "Setoran sore"),
    picture("kas-serahkan", "button[name=action_send]"),
    click("button[name=action_send]"),
    state("sent"),
    see(".o_field_widget[name=who_label]:contains(Bambang Prasetyo)"),
]);

// ... who counts it and accepts it on the phone.
tour("japra_cash_accept", () => [
    click(".o_kanban_record:contains(200.000)"),
    see(".o_field_widget[name=user_id]:contains(Yuni Astuti)"),
    picture("hp-kas-terima", "button[name=action_receive]"),
    click("button[name=action_receive]"),
    picture("hp-kas-diterima", ".o_field_widget[name=received_by]:contains(Bambang)"),
]);

tour("japra_cash_close", () => [
    ...session(),
    see(".o_field_widget[name=amount_out]:contains(200.000)"),
    click("button[name=action_count]"),
    state("counting"),
    click(".o_data_row:contains(100.000) .o_data_cell[name=quantity]"),
    typeInRow("quantity", "1"),
    click(".oe_title"),
    see(".o_field_widget[name=amount_counted]:contains(100.000)"),
    picture("kas-hitung", "button[name=action_hand_in]"),
    click("button[name=action_hand_in]"),
    click(".modal .btn-primary"),
    state("counted"),
    see(".o_field_widget[name=difference]:contains(70.000)"),
    type("explanation", "Uang kembalian tertukar"),
    picture("kas-selisih", "button[name=action_request_approval]"),
    click("button[name=action_request_approval]"),
    see(".o_field_widget[name=approval_html]:contains(Bambang Prasetyo)"),
]);

tour("japra_cash_approve", () => [
    click(".o_kanban_record:contains(70.000)"),
    see(".o_field_widget[name=reason]:contains(tertukar)"),
    picture("hp-kas-selisih", "button[name=action_approve]"),
    click("button[name=action_approve]"),
    see("body:not(:has(button[name=action_approve]))"),
]);
