"""The cash of the demonstration: sessions, a hand-over, a difference."""


def run(treasurer, teller, company):
    """`treasurer`, `teller`: their environments at work in the cooperative.

    From today on cash moves in sessions: one is closed, the next one is open.
    """
    boxes = treasurer["account.journal"].search(
        [("company_id", "=", company.id), ("type", "=", "cash")]
    )
    safe = boxes.filtered("coop_safe")
    box = boxes - safe
    box.action_coop_need_session()
    held = box._coop_cash_in_box()[box.id]
    session = _open_session(teller, box, held)
    handed = held // 2 // 100_000 * 100_000
    transfer = teller["coop.cash.transfer"].create(
        {
            "journal_id": box.id,
            "destination_id": safe.id,
            "amount": handed,
            "note": "Kas pagi",
        }
    )
    transfer.action_send()
    treasurer["coop.cash.transfer"].browse(transfer.id).action_receive()
    # Two thousand are missing, which the treasurer agrees to.
    counted = held - handed - 2_000
    session.action_count()
    rest = counted
    for count in session.count_ids.sorted("value", reverse=True):
        count.quantity, rest = divmod(rest, count.value)
    session.action_hand_in()
    session.explanation = "Kembalian kurang dua ribu, anggotanya belum diketahui"
    session.action_request_approval()
    approval = session.approval_id.sudo().id
    treasurer["coop.approval"].browse(approval).action_approve()
    _open_session(teller, box, counted)


def _open_session(teller, box, amount):
    session = teller["coop.cash.session"].create(
        {"journal_id": box.id, "amount_opening": amount}
    )
    session.action_open()
    return session
