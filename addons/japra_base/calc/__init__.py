"""Plain functions on whole rupiah, dates and text; nothing here knows the ORM."""
