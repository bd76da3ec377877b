import { picture } from "@japra_membership/../tests/tours/picture";
import {
    click,
    menu,
    press,
    see,
    tour,
    type,
    typeInRow,
} from "@japra_membership/../tests/tours/steps";

// Money that comes back, and money that goes out: a household pays in part by QRIS and
// the payment bounces; a withdrawal waits for the chair's phone.
const due = (number, amount) =>
    see(`.o_desk_due[data-number="${number}"] .o_desk_owed:contains(${amount})`);
const booked = (number, amount) =>
    see(`.o_desk_due[data-number="${number}"] .o_desk_amount:value(${amount})`);
const openHousehold = () => [
    { trigger: ".o_desk_search", run: "edit darsinah d-09" },
    see(".o_desk_row.active:contains(Darsinah)"),
    press(".o_desk_search", "Enter"),
    press(".o_desk_given", "Alt+r"),
    due("KUN-0034/WAJIB", "Rp40.000"),
    due("KUN-0035/WAJIB", "Rp80.000"),
    due("KUN-0036/WAJIB", "Rp80.000"),
    see(".o_desk_exact:contains(Rp200.000)"),
];

// 130.000 of 200.000 by QRIS: the oldest months of all three first.
tour("japra_household_pays", () => [
    ...openHousehold(),
    press(".o_desk_given", "Alt+t"),
    press(".o_desk_given", "Alt+t"),
    { trigger: ".o_desk_given", run: "edit 130000" },
    booked("KUN-0034/WAJIB", "20.000"),
    booked("KUN-0035/WAJIB", "60.000"),
    booked("KUN-0036/WAJIB", "50.000"),
    { trigger: ".o_desk_reference", run: "edit QR-0130" },
    see(".o_desk_total:contains(Rp130.000)"),
    picture("loket-serumah", ".o_desk_post:enabled"),
    // The photographer took the focus.
    click(".o_desk_reference"),
    press(".o_desk_reference", "Enter"),
    see(".o_desk_slips li:contains(Darsinah):contains(Rp20.000)"),
    see(".o_desk_slips li:contains(Saefudin):contains(Rp60.000)"),
    see(".o_desk_slips li:contains(Nurlaela):contains(Rp50.000)"),
    picture("loket-serumah-selesai", ".o_desk_next:enabled"),
    click(".o_desk_next"),
    see(".o_desk_last:contains(Darsinah):contains(Rp130.000)"),
]);

// The bank never shows it: the treasurer takes the receipt back.
tour("japra_payment_bounces", () => [
    click(".o_board_tile[data-key=clearing]"),
    picture(
        "setoran-belum-tampak",
        ".o_data_row:contains(Darsinah):contains(130.000):contains(KUN-0036/WAJIB)"
    ),
    menu("japra_membership.coop_receipt_menu"),
    // Of the receipts, not of the list before: its lines tell the same.
    click(".o_data_row:contains(Uang Masuk):contains(130.000) .o_data_cell[name=name]"),
    click("button[name=action_reverse]"),
    type("reason", "QRIS ditolak bank: QR-0130"),
    picture("kwitansi-ditolak-bank", ".modal button[name=action_apply]"),
    click(".modal button[name=action_apply]"),
    see(".o_arrow_button_current[data-value=reversed]"),
    see(".alert-warning:contains(QRIS ditolak bank)"),
]);

tour("japra_household_owes_again", () => [
    ...openHousehold(),
    picture("loket-terutang-lagi", ".o_desk table:contains(dibatalkan)"),
]);

// What the member brings is photographed at the counter.
const attach = {
    trigger: ".o_field_widget[name=paper_ids] .o_attach",
    async run() {
        const canvas = Object.assign(document.createElement("canvas"), {
            width: 480,
            height: 300,
        });
        const paper = canvas.getContext("2d");
        paper.fillStyle = "#fdfbf4";
        paper.fillRect(0, 0, 480, 300);
        paper.fillStyle = "#333";
        paper.font = "bold 26px sans-serif";
        paper.fillText("SMP Negeri 32 Jakarta", 30, 60);
        paper.font = "20px sans-serif";
        paper.fillText("Uang pangkal 2026/2027", 30, 120);
        paper.fillText("Rp550.000, paling lambat 30-11-2026", 30, 160);
        const shot = await new Promise((done) => canvas.toBlob(done, "image/png"));
        const files = new DataTransfer();
        files.items.add(new File([shot], "Tagihan sekolah.png", { type: "image/png" }));
        const input = document.querySelector("[name=paper_ids] input[type=file]");
        input.files = files.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    },
};

tour("japra_payout_asked", () => [
    menu("japra_membership.coop_receipt_menu"),
    click(".o_list_button_add"),
    click(".o_field_widget[name=direction] input[data-value=out]"),
    type("membership_id", "KUN-0015"),
    click(".o-autocomplete--dropdown-item:contains(KUN-0015)"),
    click(".o_data_row:contains(SUKARELA) .o_data_cell[name=amount]"),
    typeInRow("amount", "550000"),
    type("note", "Uang pangkal SMP anak pertama"),
    attach,
    see(".o_field_widget[name=paper_ids] .o_attachment:contains(Tagihan sekolah.png)"),
    picture("penarikan-isi", ".o_field_widget[name=amount_total]:contains(550.000)"),
    click(".o_form_button_save"),
    click("button[name=action_request_approval]"),
    picture(
        "penarikan-menunggu",
        ".o_field_widget[name=approval_html]:contains(Marwati Saputra)"
    ),
]);

// The chair's phone: what waits is there when the app opens, and each run is one tap.
tour("japra_payout_chair", () => [
    picture(
        "hp-penarikan-daftar",
        ".o_board_work button:contains(Penarikan):contains(550.000)"
    ),
    click(".o_board_work button:contains(Penarikan)"),
    see(".o_field_widget[name=amount]:contains(550.000)"),
    see(".o_field_widget[name=reason]:contains(Uang pangkal SMP)"),
    {
        trigger: ".o_field_widget[name=attachments_html] img",
        run: ({ anchor }) => anchor.decode(),
    },
    picture("hp-penarikan", "button[name=action_approve]"),
    {
        trigger: ".o_field_widget[name=report_html] iframe",
        run: ({ anchor }) => anchor.scrollIntoView({ block: "start" }),
    },
    see(":iframe .o_kwitansi:contains(BELUM DIBAYARKAN)"),
    click("button[name=action_approve]"),
    see(".o_field_widget[name=history_html]:contains(Disetujui)"),
]);

tour("japra_payout_paid", () => [
    click(".o_board_work button:contains(550.000)"),
    see(".o_field_widget[name=approval_html]:contains(Disetujui)"),
    click("button[name=action_post]:contains(Bayarkan)"),
    see(".o_arrow_button_current[data-value=posted]"),
    see("button[name=action_print]"),
    click("button[name=action_print]"),
    see("body:not(.o_ui_blocked) button[name=action_print]:enabled"),
]);
