"""What was typed and is not read as it may have been meant -> a Problem that says what to write; finds nothing."""

from site_builder.problem import Place, Problem, Severity, make_problem

# By the kind of finding: how grave it is, its rule, what is so, what to write.
MESSAGES: dict[str, tuple[Severity, str, str, str]] = {
    "abbreviation": (
        "warning",
        "markdown",
        'nothing is abbreviated by this line: "{name}" does not occur, so the line is shown as it is',
        "delete the line, or write \\*[{name}] if it is no abbreviation",
    ),
    "cell": (
        "warning",
        "table",
        "this row has more cells than the table's first row; the rest is shown in the last column",
        "write \\| for a line that divides no cells, or add a column to the first two rows",
    ),
    "comment": (
        "error",
        "html",
        "the comment that begins here has no end, so nobody can tell what readers may see",
        "write --> where the comment ends, or delete <!--",
    ),
    "fence": (
        "warning",
        "markdown",
        "the code that begins here has no end",
        "write {name} on a line of its own behind the code, or delete the line",
    ),
    "indented-code": (
        "notice",
        "indent",
        "lines that begin with four spaces are shown as program code here",
        "delete the spaces if this is a paragraph; between two lines of ``` code needs none",
    ),
    "indented-text": (
        "notice",
        "indent",
        "the spaces at the start of this paragraph are left out: four of them would make program code of it",
        "delete them; a paragraph needs none. What belongs at the right gets {{: .right }} on a line of its own below",
    ),
    "lines": (
        "warning",
        "lines",
        "this line will run on behind the one above it, as one paragraph",
        'leave an empty line above, or write [text] line_ends = "break" in site.toml to keep all ends of lines',
    ),
    "missing-note": (
        "warning",
        "footnote",
        "there is no note [^{name}], so readers see the sign as it stands here",
        "write the note on a line of its own: [^{name}]: words of the note",
    ),
    "no-box": (
        "warning",
        "markdown",
        "this box is empty: what it is to hold begins with four spaces",
        "write four spaces before each line that belongs to it",
    ),
    "no-character": (
        "error",
        "encoding",
        "{name} is the number of no character, so readers would see \ufffd in its place",
        "delete it, or write the sign itself",
    ),
    "no-heading": (
        "warning",
        "markdown",
        "this heading has no words",
        "write them behind {name}, or delete the line",
    ),
    "no-words": (
        "warning",
        "markdown",
        "this link has no words, so readers see nothing of it",
        "write between [ and ] where it leads",
    ),
    "other-character": (
        "warning",
        "encoding",
        "browsers show another character than this number is of: {name}",
        "write the sign that you mean itself",
    ),
    "second-abbreviation": (
        "warning",
        "markdown",
        'what "{name}" means is said above already, so this line is shown as it is',
        "delete one of the two lines",
    ),
    "second-address": (
        "warning",
        "markdown",
        "another line above says where [{name}] leads, so this line is shown as it is",
        "delete one of the two lines, or give this address a name of its own",
    ),
    "second-note": (
        "warning",
        "footnote",
        "another note above is called [^{name}] too, so this one is shown here as a paragraph",
        "give this note a name of its own, here and behind the words that it belongs to",
    ),
    "tabs": (
        "warning",
        "table",
        "this may be a table that lost its lines: words are divided by tabs, and will run on as one paragraph",
        "bulletin check --mend makes a table of it; or write | between the cells, and | --- | below the first row",
    ),
    "unclosed": (
        "warning",
        "html",
        "the tag <{name}> has no end and was left out",
        "write </{name}> where it ends, or delete it",
    ),
    "unopened": (
        "warning",
        "html",
        "the tag </{name}> ends nothing and was left out",
        "write <{name}> where it begins, or delete it",
    ),
    "unused-note": (
        "warning",
        "footnote",
        "nothing refers to the note [^{name}], so it is shown here as a paragraph",
        "write [^{name}] behind the words that the note belongs to",
    ),
}


def make_typed_problem(what: str, name: str, where: Place) -> Problem:
    """Say what is not read as it may have been meant."""
    severity, rule, message, hint = MESSAGES[what]
    return make_problem(severity, rule, where, message, hint, name=name)
