"""The demonstration: whole, the same each time, and a year of real work."""

import pytest

from launcher import control, database, templates

# Of every posted line: number and day of its entry, account, member, amount.
DIGESTS = {
    "AKR": "29ebe4a16d323f451773aefdc4297a6dc5027c2635261411596583e52fb1ab37",
    "JPR": "4f64252749656defc02923b134cba308f5a29b1f85cfc7a5512a1105a150f683",
    "KUN": "90338c3731dab9f71ee294b4a1df0d5b5844b5a74f5102d247fcdb1aed338d18",
    "MMB": "46ac6207f549d45c499dfe0e6ef89e7508d81bf9a44c6f5c937c50ba80f3c4ff",
}

# {cooperative: {account: balance}}, whole rupiah, debit above zero.
LEDGER = {
    "AKR": {
        "11110001": 27_948_000,
        "11110020": 8_400_000,
        "11130010": 24_650_000,
        "11210010": 75_000,
        "12110010": 2_400_000,
        "21300010": -17_800_000,
        "31110010": -11_150_000,
        "31110020": -34_375_000,
        "41000010": -150_000,
        "99900001": 2_000,
    },
    "JPR": {"11130010": 7_000_000, "31110010": -3_000_000, "31110020": -4_000_000},
    "KUN": {
        "11110001": 5_778_000,
        "11110020": 1_700_000,
        "11130010": 2_925_000,
        "12110010": 2_200_000,
        "21300010": -2_175_000,
        "31110010": -3_200_000,
        "31110020": -7_230_000,
        "99900001": 2_000,
    },
    "MMB": {
        "11110001": 31_650_000,
        "11130010": 1_290_000,
        "12110010": 2_400_000,
        "21300010": -9_300_000,
        "31110010": -7_550_000,
        "31110020": -18_490_000,
    },
}

# Of each cooperative what a visitor looks for; accounts by their number.
READ = """
import hashlib
import json
from collections import Counter
from datetime import date

found, today = {}, date(2026, 11, 24)
for company in env["res.company"].search([("coop_code", "!=", False)]):
    at_work = env(context={"allowed_company_ids": company.ids, "lang": "id_ID"})
    mine = [("company_id", "=", company.id)]

    def count(model, field, domain=(), at_work=at_work, mine=mine):
        records = at_work[model].search([*mine, *domain])
        return dict(sorted(Counter(records.mapped(field)).items()))

    posted = at_work["account.move.line"].search(
        [*mine, ("parent_state", "=", "posted")], order="move_id, id"
    )
    ledger, held, told = Counter(), Counter(), hashlib.sha256()
    for line in posted.with_company(company):
        account, amount = line.account_id.code, round(line.balance)
        ledger[account] += amount
        if line.coop_account_id:
            held[account] += amount
        number = line.coop_account_id.number or ""
        row = (line.move_id.name, str(line.date), account, number, amount)
        told.update(repr(row).encode())
    accounts = at_work["coop.account"].search(mine)
    balances = Counter()
    for account, amount in accounts._balances(today).items():
        code = accounts.browse(account).account_id.with_company(company).code
        balances[code] -= amount
    members = at_work["coop.membership"].search(mine)
    late = Counter()
    for since, _member in env["coop.dues"]._members_in_arrears(company, today):
        months = (today.year - since.year) * 12 + today.month - since.month
        late[min(months, 6)] += 1
    receipts = at_work["coop.receipt"].search(mine)
    statements = env["coop.dues"]._statements(members.account_ids, today).values()
    until = [row.paid_until() for row in statements if row.rule.kind == "wajib"]
    found[company.coop_code] = {
        "ledger": {code: amount for code, amount in sorted(ledger.items()) if amount},
        "balanced": sum(ledger.values()) == 0,
        # Of the members' money three sums agree: lines, ledger, member accounts.
        "agree": {
            code: [ledger[code], held[code]] == [balances[code]] * 2
            for code in sorted(held)
        },
        "digest": told.hexdigest(),
        "households": at_work["coop.household"].search_count(mine),
        "doors": len(set(members.mapped("house")) - {False}),
        "members": count("coop.membership", "state"),
        "without_nik": len(members.filtered("without_nik")),
        "unsigned": len(members.filtered("needs_signature")),
        "receipts": count("coop.receipt", "state"),
        "collections": count("coop.collection", "state"),
        "unprinted": len(
            receipts.filtered(lambda r: r.state != "draft" and not r.printed_on)
        ),
        "invoices": count(
            "account.move", "payment_state", [("move_type", "=", "out_invoice")]
        ),
        "waiting": count("coop.approval", "kind", [("state", "=", "waiting")]),
        "sessions": count("coop.cash.session", "state"),
        "transfers": count("coop.cash.transfer", "state"),
        "classes": dict(
            sorted(Counter(m.class_id.name for m in members if m.class_id).items())
        ),
        "waived": count("coop.dues.waiver", "state"),
        "certificates": at_work["coop.certificate"].search_count(mine),
        "to_federation": count("coop.investment", "pair_state"),
        "doubles": at_work["coop.person.double"].search_count(mine),
        "late": dict(sorted(late.items())),
        "ahead": len([day for day in until if day and day > date(2026, 11, 30)]),
        "staff": sorted(
            env["res.users"].search([("company_ids", "=", company.id)]).mapped("login")
        ),
    }
print("JAPRA-DEMONSTRATION " + json.dumps(found))
"""


@pytest.fixture(scope="module")
def copy(project, demonstration):
    with templates.scratch(project, demonstration, "japra_test_demo") as name:
        yield name


@pytest.fixture(scope="module")
def found(project, copy):
    log = database.fresh_log(project, "test-demonstration")
    output = database.shell(project, copy, READ, log, "It cannot be read.")
    return database.tagged_json(output, "JAPRA-DEMONSTRATION ")


def test_control_check_finds_nothing(project, copy):
    assert control.failures(project, copy) == {"rows": [], "companies": 4}


def test_same_each_time(found):
    assert {code: told["digest"] for code, told in found.items()} == DIGESTS


def test_ledger(found):
    assert {code: told["ledger"] for code, told in found.items()} == LEDGER
    assert all(told["balanced"] for told in found.values())
    for told in found.values():
        assert set(told["agree"].values()) == {True}


def test_people(found):
    akuarium, marlina, kunir = found["AKR"], found["MMB"], found["KUN"]
    homes = [(told["households"], told["doors"]) for told in (akuarium, marlina, kunir)]
    assert homes == [(103, 103), (150, 150), (33, 33)]
    assert akuarium["members"] == {
        "applicant": 2,
        "died": 1,
        "leaving": 1,
        "member": 110,
        "suspended": 1,
        "withdrawn": 1,
    }
    assert marlina["members"] == {"applicant": 1, "died": 1, "member": 153}
    assert kunir["members"] == {
        "applicant": 1,
        "approved": 1,
        "died": 1,
        "member": 31,
        "suspended": 1,
    }
    assert found["JPR"]["members"] == {"member": 3}
    assert [told["unsigned"] for told in (akuarium, marlina, kunir)] == [1, 0, 1]
    assert [told["without_nik"] for told in (akuarium, marlina, kunir)] == [10, 9, 4]


def test_work(found):
    akuarium, marlina = found["AKR"], found["MMB"]
    assert akuarium["receipts"] == {"draft": 1, "posted": 774, "reversed": 1}
    assert marlina["receipts"] == {"posted": 630}
    assert found["KUN"]["receipts"] == {"posted": 213, "reversed": 1}
    assert (akuarium["collections"], marlina["collections"]) == (
        {"posted": 13},
        {"posted": 25},
    )
    # Months behind, 6 for more: somebody of every age.
    assert list(akuarium["late"]) == ["0", "1", "2", "3", "4", "5", "6"]
    assert (akuarium["ahead"], marlina["ahead"]) == (13, 10)
    assert akuarium["invoices"] == {"not_paid": 1, "paid": 1}
    assert akuarium["waiting"] == {"membership.admission": 1, "receipt.payout": 1}
    assert akuarium["sessions"] == {"closed": 1, "open": 1}
    assert akuarium["transfers"] == {"received": 2}
    unprinted = {code: told["unprinted"] for code, told in found.items()}
    assert unprinted == {"AKR": 2, "JPR": 0, "KUN": 0, "MMB": 0}


def test_capital(found):
    akuarium = found["AKR"]
    assert akuarium["classes"] == {"Pedagang": 4, "Pendiri": 3}
    assert (akuarium["waived"], akuarium["certificates"]) == ({"granted": 1}, 2)
    # Who applied a second time is found by name and year of birth.
    assert {code: told["doubles"] for code, told in found.items()} == {
        "AKR": 1,
        "JPR": 0,
        "KUN": 0,
        "MMB": 0,
    }
    # Each half has its other; the last one waits for the treasurer of Japra.
    assert {code: told["to_federation"] for code, told in found.items()} == {
        "AKR": {"paired": 6},
        "JPR": {},
        "KUN": {"paid": 1, "paired": 5},
        "MMB": {"paired": 6},
    }


def test_a_login_for_each_task(found):
    assert {code: told["staff"] for code, told in found.items()} == {
        "AKR": [
            "admin",
            "auditor",
            "bendahara",
            "ketua",
            "loket",
            "penagih",
            "pendaftaran",
            "pengawas",
        ],
        "JPR": ["admin", "japra", "ketua.japra"],
        "KUN": ["admin", "ketua.kunir", "kunir", "penagih.kunir"],
        "MMB": [
            "admin",
            "bendahara.marlina",
            "ketua.marlina",
            "loket.marlina",
            "penagih.marlina",
        ],
    }
