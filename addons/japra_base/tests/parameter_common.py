from datetime import date

from .common import CoopCase


class ParameterCase(CoopCase):
    """A rule of the bylaws and a law, without a value."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env["coop.parameter"].create(
            {"code": "test.wajib", "name": "Simpanan Wajib", "unit": "amount"}
        )
        cls.law = cls.env["coop.parameter"].create(
            {"code": "test.law", "name": "Pendiri", "scope": "national"}
        )

    def propose(self, valid_from, value, **values):
        """What holds for every cooperative until it has its own."""
        return self.env["coop.parameter.value"].create(
            {
                "parameter_id": self.rule.id,
                "valid_from": valid_from,
                "value": value,
                "confirmed": False,
                **values,
            }
        )

    def decide(self, *lines, company=None, date="2025-01-01"):
        return self._decide(
            company or self.coop, [("test.wajib", *line) for line in lines], date
        )

    def enact(self, user, **values):
        """Enter a law over RPC."""
        values = {"parameter_id": self.law.id, "valid_from": "2026-01-01", **values}
        return self._rpc(user, "coop.parameter.value", "create", values)

    def value(self, day, company=None, code="test.wajib"):
        return self.env["coop.parameter"]._value(
            code, company or self.coop, date.fromisoformat(day)
        )

    def plain(self, label):
        """Without what depends on the languages of the database."""
        return label.replace("\xa0", " ").replace(",", ".")
