"""Nobody has a class yet: the column is made empty, not asked of every register."""


def migrate(cr, version):
    cr.execute("ALTER TABLE coop_membership ADD COLUMN IF NOT EXISTS class_id int4")
