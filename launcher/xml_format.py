"""Is an XML file well-formed and indented? By the standard library, without npm."""

from xml.parsers import expat

INDENT = 4


def find_problems(path: str, text: str) -> list[str]:
    """Every tag that begins a line stands at four blanks a level."""
    problems = [
        f"{path}:{number}: {what}"
        for number, line in enumerate(text.split("\n"), 1)
        for what, wrong in (
            ("tab", "\t" in line),
            ("blank at the end of the line", line != line.rstrip()),
        )
        if wrong
    ]
    if not text.endswith("\n") or text.endswith("\n\n"):
        problems.append(f"{path}: must end with one newline")
    lines = text.split("\n")
    parser = expat.ParserCreate()
    depth = 0

    def check_indent() -> None:
        number, column = parser.CurrentLineNumber, parser.CurrentColumnNumber
        if not lines[number - 1][:column].strip() and column != INDENT * depth:
            problems.append(
                f"{path}:{number}: indented by {column}, not by {INDENT * depth}"
            )

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        check_indent()
        depth += 1

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1
        # For an empty element expat reports the end at the place of its start.
        check_indent()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        return [f"{path}: {error}"]
    return sorted(set(problems))
