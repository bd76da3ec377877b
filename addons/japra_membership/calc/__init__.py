"""Plain functions on whole rupiah and dates; nothing here knows the ORM."""
