from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..calc.rupiah import format_rupiah

# So many of each kind stand in the list of work; its tile opens all of them.
ROWS = 5
NEVER = date.max


class Figures(NamedTuple):
    """What a tile that counts for itself answers."""

    count: int
    amount: int = 0
    since: date | None = None
    records: models.BaseModel | None = None


class Tile(NamedTuple):
    """One thing that may wait: records of a model, with the rights of who looks."""

    key: str
    name: str
    model: str
    domain: Domain
    # The list that is opened, with the domain of the tile.
    action: str
    # Only for these groups, as in a view; what a model refuses is left out anyway.
    groups: str = ""
    # Which of them are late; and whether all of them are for today.
    late: Domain = Domain.FALSE
    today: bool = False
    # Fields of the records: the day it waits since, an amount, a sentence.
    since: str | None = None
    amount: str | None = None
    text: str | Callable | None = None
    # What a row is called, if not by its own name.
    title: str | Callable = "display_name"
    # A row opens the list, where the records have no form.
    rows_open_list: bool = False
    # Counts and finds for itself, where one query does not.
    figures: Callable | None = None
    # Asked for in a second request: the screen does not wait for it.
    slow: bool = False


class CoopBoard(models.AbstractModel):
    """What needs me today: tiles, and under them the work, most urgent first.

    Each app has a model of its own that inherits this one; an add-on extends its
    `_tiles` (and `_notes`, `_starts`). Everything is counted with the rights and the
    cooperatives of who looks.
    """

    _name = "coop.board"
    _description = "What Needs Me Today"

    # === WHAT ADD-ONS PLUG IN === #

    @api.model
    def _tiles(self) -> list[Tile]:
        """Return the tiles of the app, in their order."""
        return []

    @api.model
    def _notes(self) -> list[str]:
        """Return sentences that stand above everything; asked for with slow tiles."""
        return []

    @api.model
    def _starts(self) -> list[tuple[str, str, str]]:
        """Return (groups, action, words) of what is begun here, the first one first."""
        return []

    def _tile_approvals(self):
        """What another person asked and this one may decide; of every app."""
        return Tile(
            key="approvals",
            name=self.env._("For You to Decide"),
            model="coop.approval",
            domain=Domain("state", "=", "waiting") & Domain("can_decide", "=", True),
            action="japra_base.coop_approval_action",
            today=True,
            since="requested_at",
            amount="amount",
            title="title",
            text="reason",
        )

    # === WHAT THE SCREEN ASKS === #

    @api.model
    @api.readonly
    def board_open(self, slow=False):
        """Everything that answers at once, or what takes longer."""
        self._check_board()
        tiles, work = [], []
        for order, tile in enumerate(self._visible_tiles()):
            if tile.slow != bool(slow):
                continue
            figures, rows = self._read_tile(tile)
            tiles.append({"order": order, **figures})
            work += rows
        return {
            "cooperative": ", ".join(self.env.companies.mapped("name")),
            "day": self.env.company._coop_today().isoformat(),
            "tiles": tiles,
            "work": work,
            "notes": self._notes() if slow else [],
            "starts": []
            if slow
            else [
                {"action": action, "name": name}
                for groups, action, name in self._starts()
                if self.env.user.has_groups(groups)
            ],
        }

    @api.model
    @api.readonly
    def board_action(self, key):
        """The list behind a tile: exactly what it counts."""
        self._check_board()
        for tile in self._visible_tiles():
            if tile.key == key:
                break
        else:
            raise UserError(
                self.env._("This is not shown to you any more: load the screen again.")
            )
        action = self.env["ir.actions.actions"]._for_xml_id(tile.action)
        if action["type"] != "ir.actions.act_window":
            return action
        return dict(
            action,
            name=tile.name,
            display_name=tile.name,
            domain=list(tile.domain),
            # Without the filters the list begins with otherwise.
            context={},
        )

    # === COUNTING === #

    def _check_board(self):
        if not self.env.user.has_group("japra_base.group_staff"):
            raise AccessError(
                self.env._("This screen is for the staff of a cooperative.")
            )

    def _visible_tiles(self):
        return [
            tile
            for tile in self._tiles()
            if (not tile.groups or self.env.user.has_groups(tile.groups))
            and self.env[tile.model].has_access("read")
        ]

    def _read_tile(self, tile):
        """Return what the tile shows, and its rows in the list of work."""
        records = self.env[tile.model]
        found = tile.figures() if tile.figures else self._count(tile)
        late = found.count and records.search_count(tile.domain & tile.late, limit=1)
        shown = {
            "key": tile.key,
            "name": tile.name,
            "count": found.count,
            "figure": f"{found.count:,}".replace(",", "."),
            "amount": format_rupiah(found.amount) if found.amount else "",
            "since": self._say_oldest(found) if found.count else "",
            "level": self._level(tile, late),
        }
        if not found.count:
            return shown, []
        if found.records is not None:
            records = found.records[:ROWS]
        else:
            order = f"{tile.since}, id" if tile.since else None
            records = self._pick(tile, order)
        urgent = records.filtered_domain(tile.late)
        return shown, [self._read_row(tile, row, row in urgent) for row in records]

    def _count(self, tile):
        """Count, and sum and find the oldest where the database knows them."""
        model = self.env[tile.model]
        names = [
            f"{name}:{aggregate}"
            for name, aggregate in ((tile.amount, "sum"), (tile.since, "min"))
            if name and model._fields[name].store
        ]
        [[count, *values]] = model._read_group(
            tile.domain, aggregates=["__count", *names]
        )
        read = dict(zip((name[-3:] for name in names), values, strict=True))
        return Figures(count, round(read.get("sum") or 0), self._day(read.get("min")))

    def _pick(self, tile, order):
        """The first of them, the late ones before the others."""
        model = self.env[tile.model]
        if tile.late in (Domain.FALSE, Domain.TRUE):
            return model.search(tile.domain, order=order, limit=ROWS)
        late = model.search(tile.domain & tile.late, order=order, limit=ROWS)
        if len(late) == ROWS:
            return late
        rest = tile.domain & Domain("id", "not in", late.ids)
        return late | model.search(rest, order=order, limit=ROWS - len(late))

    def _read_row(self, tile, record, late):
        since = self._day(record[tile.since]) if tile.since else None
        amount = round(record[tile.amount] or 0) if tile.amount else 0
        return {
            "key": f"{tile.key}-{record.id}",
            "tile": tile.name,
            "list": tile.key if tile.rows_open_list else "",
            "model": tile.model,
            "id": record.id,
            "title": self._say(tile.title, record),
            "text": self._say(tile.text, record),
            "amount": format_rupiah(amount) if amount else "",
            "since": self._say_age(since),
            "sort": (since or NEVER).isoformat(),
            "level": self._level(tile, late),
        }

    def _level(self, tile, late):
        return 2 if late else int(tile.today)

    def _say(self, words, record):
        """The words of a row: a path of fields, or what makes a sentence of it."""
        if callable(words):
            return words(record) or ""
        return ", ".join(filter(None, record.mapped(words))) if words else ""

    def _day(self, value):
        """The day of a moment, where the user is."""
        if isinstance(value, datetime):
            return fields.Datetime.context_timestamp(self, value).date()
        return value or None

    def _say_oldest(self, figures):
        age = self._say_age(figures.since)
        if age and figures.count > 1:
            return self.env._("the oldest: %s", age)
        return age

    def _say_age(self, since):
        if not since:
            return ""
        days = (self.env.company._coop_today() - since).days
        if days < 1:
            return self.env._("today")
        if days == 1:
            return self.env._("since yesterday")
        return self.env._("%s days", f"{days:,}".replace(",", "."))
