from odoo.tests import HttpCase, new_test_user, tagged

CODE = """
(async () => {
    const { App } = odoo.loader.modules.get("@odoo/owl");
    const get = (name) => odoo.loader.modules.get(name);
    const { parseRupiah } = get("@japra_base/rupiah_field/rupiah_field");
    const { YearField } = get("@japra_base/year_field/year_field");
    const { ImportDataColumnError } = get(
        "@base_import/import_data_column_error/import_data_column_error"
    );
    const { getTemplate } = get("@web/core/templates");
    const { _t } = get("@web/core/l10n/translation");
    const same = (found, expected) => {
        const [one, two] = [JSON.stringify(found), JSON.stringify(expected)];
        if (one !== two) {
            throw new Error(`${one} is not ${two}`);
        }
    };
    const parsed = (text) => {
        try {
            return parseRupiah(text);
        } catch {
            return "refused";
        }
    };
    for (const [text, amount] of [
        ["30000", 30000],
        ["30.000", 30000],
        ["1.250.000", 1250000],
        ["Rp 30.000", 30000],
        ["Rp30.000,00", 30000],
        [" 30 000 ", 30000],
        ["", 0],
        ["30,5", "refused"],
        ["30.5", "refused"],
        ["30.0000", "refused"],
        ["30,000", "refused"],
        ["-30.000", "refused"],
        ["KUN-0001", "refused"],
        ["=1+1", "refused"],
        ["abc", "refused"],
    ]) {
        same([text, parsed(text)], [text, amount]);
    }
    const year = Object.getOwnPropertyDescriptor(YearField.prototype, "formattedValue");
    same([0, false, 1950].map((value) => year.get.call({ value })), ["", "", "1950"]);

    // Ribu, juta, miliar: to an Indonesian M is no million.
    const { humanNumber } = get("@web/core/utils/numbers");
    same(
        [2_500, 2_500_000, 1_500_000_000].map((n) => humanNumber(n, { decimals: 1 })),
        ["2,5r", "2,5j", "1,5M"]
    );

    const host = document.createElement("div");
    document.body.append(host);
    const error = (row, message) => ({
        message,
        record: row,
        rows: { from: row, to: row },
        type: "error",
    });
    const app = new App(ImportDataColumnError, {
        env: odoo.__WOWL_DEBUG__.root.env,
        getTemplate,
        translateFn: (text) => _t(text).toString(),
        props: {
            errors: [error(1, "Nomor A salah."), error(2, "Nomor B salah.")],
            fieldInfo: { label: "Nomor" },
            resultNames: [],
        },
    });
    await app.mount(host);
    const shown = [...host.querySelectorAll("li b")].map((item) => item.textContent);
    same(shown, ["Nomor A salah.", "Nomor B salah."]);
    app.destroy();
    console.log("test successful");
})().catch((error) => console.error(String(error)));
"""


@tagged("post_install", "-at_install")
class TestWidgets(HttpCase):
    """What is typed on a screen, in the browser that types it."""

    def test_typed_amounts_years_and_import_errors(self):
        self.env["res.lang"]._activate_lang("id_ID")
        new_test_user(
            self.env,
            "uji.layar",
            groups="base.group_user,japra_membership.group_teller",
            lang="id_ID",
        )
        self.browser_js("/odoo", CODE, ready="odoo.isReady === true", login="uji.layar")
