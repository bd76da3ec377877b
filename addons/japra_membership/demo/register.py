"""The register of a cooperative: who applies, is admitted, is suspended, has died."""

from datetime import timedelta


def apply(coop, name, sex, door, **values):
    """Somebody applies, as the registrar types it."""
    return coop.at_work("registrar")["coop.membership"].create(
        {
            "name": name,
            "sex": sex,
            "street": door,
            "city": coop.charter.city,
            **values,
        }
    )


def approve(coop, applicant):
    applicant.action_request_approval()
    coop.approve(applicant)


def admit(coop, applicant):
    """The board approves, pokok is paid, the row is opened and not signed yet."""
    approve(coop, applicant)
    coop.pay(applicant, coop.today, pokok=coop.charter.pokok)
    applicant.action_admit()


def suspend(coop, member):
    coop.step(
        member,
        "suspended",
        coop.today - timedelta(12),
        date_until=coop.today + timedelta(60),
        reason="Unit disewakan kepada orang lain",
        decision_ref=f"7/{coop.today.year}, rapat pengurus",
    )


def die(coop, member):
    """The money of who died waits for the settlement."""
    coop.step(
        member,
        "died",
        coop.today - timedelta(9),
        told_by="Keluarganya, dengan surat kematian kelurahan",
    )


def withdraw(coop, applicant):
    coop.step(applicant, "withdrawn", coop.today, reason="Belum membawa KTP")


def leave(coop, member):
    coop.step(
        member,
        "leaving",
        coop.today - timedelta(5),
        reason="Pindah ke Tangerang bersama anaknya",
    )
