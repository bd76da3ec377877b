"""The cash of the demonstration: sessions, a hand-over, a difference."""


def run(coop, explanation="Kembalian kurang dua ribu, anggotanya belum diketahui"):
    """Cash moves in sessions from today on: one is closed, the next one is open."""
    box = need_sessions(coop)
    session = begin(coop, box)
    hand_over(coop, box, box._coop_cash_in_box()[box.id] // 2 // 100_000 * 100_000)
    # Two thousand are missing, to which another person agrees.
    close(coop, session, -2_000, explanation)
    begin(coop, box)


def need_sessions(coop):
    """Let the treasurer decide that cash moves in a session only; return the box."""
    boxes = coop.at_work("treasurer")["account.journal"].search(
        [("company_id", "=", coop.company.id), ("type", "=", "cash")]
    )
    box = boxes.filtered(lambda journal: not journal.coop_safe)
    box.action_coop_need_session()
    return box


def begin(coop, box):
    """The teller counts what is in the box and opens it."""
    session = coop.at_work("teller")["coop.cash.session"].create(
        {
            "journal_id": box.id,
            "amount_opening": box._coop_cash_in_box()[box.id],
        }
    )
    session.action_open()
    return session


def hand_over(coop, box, amount):
    """Cash goes into the safe; who did not send it accepts it."""
    transfer = coop.at_work("teller")["coop.cash.transfer"].create(
        {
            "journal_id": box.id,
            "destination_id": safe(coop).id,
            "amount": amount,
            "note": "Kas pagi",
        }
    )
    transfer.action_send()
    alone = coop.users["teller"] == coop.users["treasurer"]
    receiver = coop.at_work("board" if alone else "treasurer")
    receiver["coop.cash.transfer"].browse(transfer.id).action_receive()


def safe(coop):
    return coop.at_work("treasurer")["account.journal"].search(
        [("company_id", "=", coop.company.id), ("coop_safe", "=", True)], limit=1
    )


def close(coop, session, difference, explanation):
    """The teller counts the box blind; another person agrees to the difference."""
    session.action_count()
    box = session.journal_id
    rest = box._coop_cash_in_box()[box.id] + difference
    for count in session.count_ids.sorted("value", reverse=True):
        count.quantity, rest = divmod(rest, count.value)
    session.action_hand_in()
    if session.difference:
        session.explanation = explanation
        session.action_request_approval()
        coop.approve(session)
