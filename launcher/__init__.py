"""The launcher of Japra: Python standard library only, one concern a file."""
