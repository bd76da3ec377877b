import { picture } from "@japra_membership/../tests/tours/picture";
import {
    app,
    click,
    menu,
    see,
    tour,
    type,
    typeInRow,
} from "@japra_membership/../tests/tours/steps";

// The journey of the guide: every picture of docs/ is a screen of these tours. What
// they type and expect is Indonesian, as the staff of a cooperative sees it.
tour("japra_journey_registrar", () => [
    picture("hari-ini-anggota", ".o_board_work button:contains(Rizky Ramadhan)"),
    menu("japra_membership.coop_membership_menu"),
    see(".o_data_row:contains(KUN-0033)"),
    picture("anggota-daftar", ".o_data_row:contains(KUN-0001)"),
    menu("japra_membership.coop_applicant_menu"),
    see(".o_data_row:contains(Wulan Sari)"),
    click(".o_list_button_add"),
    type("name", "Rahayu Ningtyas"),
    type("phone", "0812-3300-5511"),
    type("street", "Kampung Susun Kunir, lantai 4 no. 07"),
    type("city", "Jakarta Barat"),
    picture("anggota-baru", ".o_form_button_save"),
    click(".o_form_button_save"),
    click("button[name=action_request_approval]"),
    picture("calon-menunggu", ".o_field_widget[name=blockers_html]:contains(Marwati)"),
]);

tour("japra_journey_admit", () => [
    menu("japra_membership.coop_applicant_menu"),
    click(".o_data_row:contains(Rahayu Ningtyas) .o_data_cell[name=partner_id]"),
    picture("calon-lengkap", "button[name=action_admit]"),
    click("button[name=action_admit]"),
    see(".o_arrow_button_current[data-value=member]"),
    see(".o_field_widget[name=number]:contains(KUN-0034)"),
    see(".alert-info:contains(120.000)"),
    picture("anggota-diterima", ".o_field_widget[name=dues_html]:contains(Rp120.000)"),
]);

tour("japra_journey_teller", () => [
    picture("hari-ini-loket", ".o_board_work button:contains(Warsito)"),
    menu("japra_membership.coop_receipt_menu"),
    picture("kwitansi-daftar", ".o_data_row:contains(KWT/2026/11/0025)"),
    click(".o_list_button_add"),
    type("membership_id", "KUN-0034"),
    click(".o-autocomplete--dropdown-item:contains(Rahayu Ningtyas)"),
    see(".o_data_row:contains(POKOK):contains(100.000)"),
    click(".o_data_row:contains(WAJIB) .o_data_cell[name=amount]"),
    typeInRow("amount", "40000"),
    click(".oe_title"),
    see(".o_field_widget[name=amount_total]:contains(140.000)"),
    picture("kwitansi-isi", "button[name=action_post]"),
    click("button[name=action_post]"),
    see(".o_arrow_button_current[data-value=posted]"),
    see(".o_data_row:contains(Simpanan Wajib November 2026 – Desember 2026)"),
    picture("kwitansi-diterima", ".o_field_widget[name=name]:contains(KWT/2026/11/0028)"),
    click("button[name=action_print]"),
    see("body:not(.o_ui_blocked) button[name=action_print]:enabled"),
]);

// Entry, lines of the member, trial balance, arrears as of a day, control check.
tour("japra_journey_treasurer", () => [
    menu("japra_membership.coop_receipt_menu"),
    click(".o_data_row:contains(KWT/2026/11/0028) .o_data_cell[name=name]"),
    click("button[name=action_open_entry]"),
    ...[
        ["11110001", "debit", "140.000"],
        ["31110010", "credit", "100.000"],
        ["31110020", "credit", "40.000"],
    ].map(([account, side, amount]) =>
        see(
            `.o_field_widget[name=line_ids] .o_data_row:contains(${account}) ` +
                `.o_data_cell[name=${side}]:contains(${amount})`
        )
    ),
    picture("jurnal", ".o_field_widget[name=line_ids]:contains(KUN-0034/WAJIB)"),
    menu("japra_membership.coop_cash_arrears_menu"),
    type("date", "31/10/2026"),
    picture("tunggakan-tanggal", ".modal button[name=action_open]"),
    click(".modal button[name=action_open]"),
    see(".o_breadcrumb:contains(Tunggakan per 31 Oktober 2026)"),
    picture("tunggakan", ".o_data_row:contains(Warsito):contains(340.000)"),
    ...app("account.menu_finance"),
    menu("japra_base.menu_coop"),
    click("[data-menu-xmlid='japra_base.coop_account_menu']"),
    see(".o_data_row:contains(KUN-0001/SUKARELA)"),
    {trigger: ".o_searchview_input", run: "edit KUN-0034/WAJIB"},
    click(".o_searchview_autocomplete .o-dropdown-item:contains(KUN-0034/WAJIB)"),
    click(".o_data_row:contains(KUN-0034/WAJIB) .o_data_cell"),
    picture("rekening", ".o_field_widget[name=balance]:contains(40.000)"),
    click(".oe_stat_button"),
    picture("mutasi", ".o_data_row:contains(KWT/2026/11/0028):contains(40.000)"),
    menu("japra_base.menu_coop"),
    click("[data-menu-xmlid='japra_base.coop_control_menu']"),
    click("button[name=action_check]"),
    picture("pemeriksaan", ".o_data_row.text-success"),
    menu("account.menu_finance_reports"),
    click("[data-menu-xmlid$=menu_trial_balance_wizard]:contains(Neraca Saldo)"),
    {
        trigger: ".modal .o_field_widget[name=date_from] input[data-field=date_from]",
        run: "edit 01/01/2026 && press Tab",
    },
    {
        trigger: ".modal .o_field_widget[name=date_from] input[data-field=date_to]",
        run: "edit 31/12/2026 && press Tab",
    },
    picture("neraca-saldo-tanggal", ".modal button[name=button_export_html]"),
    click(".modal button[name=button_export_html]"),
    picture("neraca-saldo", ":iframe .act_as_row:contains(31110020):contains(7.270.000)"),
]);

tour("japra_journey_phone_registrar", () => [
    picture("hp-anggota-daftar", ".o_kanban_record:contains(Warsito)"),
    click(".o_kanban_record:contains(KUN-0034)"),
    picture("hp-anggota", ".o_field_widget[name=balance_wajib]:contains(40.000)"),
]);

tour("japra_journey_phone_teller", () => [
    picture("hp-kwitansi-daftar", ".o_kanban_record:contains(KWT/2026/11/0028)"),
    click(".o-kanban-button-new"),
    click(".o_field_widget[name=membership_id] input"),
    picture("hp-anggota-pilih", ".modal .o_kanban_record:contains(Warsito)"),
    click(".modal .o_kanban_record:contains(Warsito)"),
    picture("hp-kwitansi-isi", ".o_field_widget[name=amount_total]:contains(360.000)"),
    click("button[name=action_post]"),
    picture("hp-kwitansi-diterima", "button[name=action_print]"),
]);

tour("japra_journey_reversal", () => [
    menu("japra_membership.coop_receipt_menu"),
    click(".o_data_row:contains(KWT/2026/11/0028) .o_data_cell[name=name]"),
    click("button[name=action_reverse]"),
    type("reason", "Salah hitung: setoran satu bulan saja"),
    picture("kwitansi-batalkan", ".modal button[name=action_apply]"),
    click(".modal button[name=action_apply]"),
    see(".o_arrow_button_current[data-value=reversed]"),
    picture("kwitansi-dibatalkan", ".alert-warning:contains(Salah hitung)"),
]);

tour("japra_journey_board", () => [
    ...app("japra_membership.menu_coop_root"),
    menu("japra_membership.menu_coop_rules"),
    click("[data-menu-xmlid='japra_membership.coop_parameter_menu']"),
    click(".o_data_row:contains(per bulan) .o_data_cell"),
    picture("aturan", ".o_data_row:contains(20.000)"),
]);

tour("japra_journey_setup", () => [
    see(".o_coop_setup"),
    type("name", "Koperasi Kampung Susun Akuarium"),
    type("coop_code", "akr"),
    type("pokok", "100000"),
    type("wajib", "20000"),
    click(".o_field_widget[name=user_ids] .o_field_x2many_list_row_add a"),
    typeInRow("name", "Siti Rahayu"),
    typeInRow("login", "siti"),
    typeInRow("group_ids", "Loket"),
    click(".o-autocomplete--dropdown-item:contains(Petugas Loket)"),
    click(".oe_title"),
    picture("penyiapan", "button[name=action_apply]"),
    click("button[name=action_apply]"),
    picture("penyiapan-selesai", ".o_data_row .o_data_cell[name=password]"),
    {
        trigger: "button[name=action_continue]",
        run: "click",
        expectUnloadPage: true,
    },
    see(".o_main_navbar"),
]);
