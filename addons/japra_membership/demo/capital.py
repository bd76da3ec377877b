"""Capital of the demonstration: classes, a waiver, certificates, shares in Japra."""

from odoo.fields import Command

from odoo.addons.japra_base.calc.dates import add_months, month_start

from . import cash


def classes(coop, founders, traders, wajib):
    """By decision founders owe what all owe, traders more from the next month on."""
    board = coop.at_work("board")
    founder, trader = board["coop.member.class"].create(
        [{"name": "Pendiri"}, {"name": "Pedagang"}]
    )
    taken = month_start(coop.today)
    decision = board["coop.decision"].create(
        {
            "name": f"4/{coop.today.year}",
            "date": taken,
            "title": "Simpanan wajib anggota yang berdagang",
            "line_ids": [
                Command.create(
                    {
                        "parameter_id": board.ref(
                            "japra_membership.parameter_wajib_class"
                        ).id,
                        "valid_from": add_months(taken, 1),
                        "row_ids": [
                            Command.create({"label": trader.name, "value": wajib})
                        ],
                    }
                )
            ],
        }
    )
    decision.action_issue()
    coop.approve(decision)
    for member_class, members in ((founder, founders), (trader, traders)):
        for member in members:
            coop.step(
                member,
                "class",
                coop.today,
                class_id=member_class.id,
                reason=f"Golongan {member_class.name.lower()}",
                decision_id=decision.id,
            )


def waive(coop, member, months, reason):
    """The treasurer asks to let a member off the last months; the board agrees."""
    account = member.account_ids.filtered(
        lambda own: own.product_id.share_kind == "wajib"
    )
    this = month_start(coop.today)
    waiver = coop.at_work("treasurer")["coop.dues.waiver"].create(
        {
            "account_id": account.id,
            "month_from": add_months(this, -months),
            "month_until": add_months(this, -1),
            "reason": reason,
        }
    )
    waiver.action_request_approval()
    coop.approve(waiver)


def certify(coop, members):
    """The registrar issues a certificate of the shares of each."""
    issue = coop.at_work("registrar")["coop.certificate.issue"]
    for member in members:
        issue.create({"membership_id": member.id}).action_issue()


def deposit(coop, amount, slip):
    """The treasurer takes cash of the safe to the bank; the board sees the slip."""
    treasurer = coop.at_work("treasurer")
    bank = treasurer["account.journal"].search(
        [("company_id", "=", coop.company.id), ("type", "=", "bank")], limit=1
    )
    transfer = treasurer["coop.cash.transfer"].create(
        {
            "journal_id": cash.safe(coop).id,
            "destination_id": bank.id,
            "amount": amount,
            "note": "Setor ke bank",
        }
    )
    transfer.action_send()
    transfer.reference = slip
    board = coop.at_work("board")
    board["coop.cash.transfer"].browse(transfer.id).action_receive()


def invest(home, federation, receipts):
    """Book in a primary what it paid for receipts of its secondary cooperative.

    Return the confirmations of the other half, for the treasurer there.
    """
    payments = home.at_work("treasurer")["coop.investment"].create(
        [
            {
                "partner_id": federation.company.partner_id.id,
                "kind": receipt.line_ids.product_id.share_kind,
                "amount": receipt.amount_total,
                "date": receipt.date,
                "reference": receipt.reference,
                "note": "Kewajiban anggota Japra",
            }
            for receipt in receipts
        ]
    )
    for payment in payments:
        if payment.approval_state == "needed":
            payment.action_request_approval()
            home.approve(payment)
        payment.action_confirm()
    treasurer = federation.at_work("treasurer")
    return [
        treasurer["coop.pair.confirm"].create(
            {"receipt_id": receipt.id, "pair_id": payment.pair_id.id}
        )
        for receipt, payment in zip(receipts, payments, strict=True)
    ]
