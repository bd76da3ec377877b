"""The demonstration: whole, the same each time, and a year of real work."""

import pytest

from launcher import control, database, templates

# Of every posted line: number and day of its entry, account, member, amount.
DIGESTS = {
    "AKR": "84af395a97bf53e27dc82e9df9650cfe72a39a48779745bdbf1a7c3ec39a72d4",
    "JPR": "12251ef6a0c64315f4a43dad930154e249c01a07201e93721fe606f981339a5a",
    "KUN": "2a853b3bfcb8cb854e87aa5582508c3961119744bccd669ba55b2e5f70727c91",
    "MMB": "2f0e1ea0c8b06d9a3eccd8b96ce9ad5165557b71a2e8b4598904b78b33e7f601",
}

# {cooperative: {account: balance}}, whole rupiah, debit above zero.
LEDGER = {
    "AKR": {
        "11110001": 27_948_000,
        "11110020": 28_400_000,
        "11130010": 7_050_000,
        "11210010": 75_000,
        "21300010": -17_800_000,
        "31110010": -11_150_000,
        "31110020": -34_375_000,
        "41000010": -150_000,
        "99900001": 2_000,
    },
    "JPR": {"11130010": 7_000_000, "31110010": -3_000_000, "31110020": -4_000_000},
    "KUN": {
        "11110001": 5_778_000,
        "11110020": 5_700_000,
        "11130010": 1_125_000,
        "21300010": -2_175_000,
        "31110010": -3_200_000,
        "31110020": -7_230_000,
        "99900001": 2_000,
    },
    "MMB": {
        "11110001": 31_650_000,
        "11130010": 3_690_000,
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
    assert [told["without_nik"] for told in (akuarium, marlina, kunir)] == [9, 9, 4]


def test_work(found):
    akuarium, marlina = found["AKR"], found["MMB"]
    assert akuarium["receipts"] == {"draft": 1, "posted": 774, "reversed": 1}
    assert marlina["receipts"] == {"posted": 630}
    assert found["KUN"]["receipts"] == {"posted": 213, "reversed": 1}
    assert (akuarium["collections"], marlina["collections"]) == (
        {"posted": 65},
        {"posted": 25},
    )
    # Months behind, 6 for more: somebody of every age.
    assert list(akuarium["late"]) == ["0", "1", "2", "3", "4", "5", "6"]
    assert (akuarium["ahead"], marlina["ahead"]) == (13, 10)
    assert akuarium["invoices"] == {"not_paid": 1, "paid": 1}
    assert akuarium["waiting"] == {"membership.admission": 1, "receipt.payout": 1}
    assert akuarium["sessions"] == {"closed": 1, "open": 1}
    assert akuarium["transfers"] == {"received": 1}
    unprinted = {code: told["unprinted"] for code, told in found.items()}
    assert unprinted == {"AKR": 2, "JPR": 0, "KUN": 0, "MMB": 0}


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
