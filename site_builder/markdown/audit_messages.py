"""What is not published as written -> a Problem in the words of someone who knows a word processor; finds nothing."""

from site_builder.markdown.limits import nested_problem
from site_builder.markdown.sanitizer import BOXES, CLASSES, LOOKS
from site_builder.problem import SHOWN, Place, Problem, problem

FORMS = frozenset(
    [
        "form",
        "input",
        "button",
        "select",
        "option",
        "optgroup",
        "textarea",
        "label",
        "fieldset",
        "legend",
        "output",
        "datalist",
    ]
)
FRAMES = frozenset(
    ["iframe", "frame", "frameset", "object", "embed", "applet", "param", "video", "audio", "source", "track"]
)
PICTURE_HINT = "save the picture beside this file and write ![what the picture shows](name.jpg)"


def complaint(what: str, name: str, tag: str, where: Place) -> Problem:
    """Say what was left out, and what to write instead."""
    match what:
        case "tag":
            found = tag_left_out(name, where)
        case "attribute":
            found = attribute_left_out(name, where)
        case "class":
            found = class_left_out(name, tag, where)
        case "link":
            found = address_left_out(name, tag, where)
        case "picture":
            message = "the picture lies on another website; readers see a link to it instead"
            found = problem("warning", "picture", where, message, PICTURE_HINT)
        case "alt":
            found = picture_without_words(name, where)
        case "depth":
            found = nested_problem(where)
        case _:
            found = id_left_out(what, name, where)
    return found


def tag_left_out(name: str, where: Place) -> Problem:
    """Say that an element was left out."""
    if name == "script":
        message = "program code (<script>) was left out"
        return problem("warning", "html", where, message, "delete it; pages of the bulletin run no code of their own")
    if name in FORMS:
        hint = "say in words how residents can answer, or link to a form elsewhere"
        return problem("warning", "html", where, "a part of a form (<{name}>) was left out", hint, name=name)
    if name in FRAMES:
        hint = "write a link to it: [what it is](https://...)"
        return problem("warning", "html", where, "embedded content (<{name}>) was left out", hint, name=name)
    if name in "!?":
        hint = "delete everything from < to >; it often comes from a word processor"
        message = "something that is no text (<{name}...>) was left out"
        return problem("warning", "html", where, message, hint, name=name)
    if name == "style":
        hint = "delete it; the site's own look is used"
        return problem("warning", "html", where, "formatting code (<style>) was left out", hint)
    message = "the tag <{name}> is not allowed here and was left out"
    return problem("warning", "html", where, message, "delete the tag, or write it in Markdown", name=name)


def attribute_left_out(name: str, where: Place) -> Problem:
    """Say that an attribute was left out."""
    if name.startswith("on"):
        message = 'the program code in "{name}" was left out'
        return problem("warning", "html", where, message, 'delete "{name}" and its value', name=name)
    if name == "style":
        hint = "delete it; for a look of the site's own write for example {{: .note }} behind the paragraph"
        return problem("warning", "html", where, 'the formatting in "style" was left out', hint)
    message = 'the attribute "{name}" is not allowed here and was left out'
    return problem("warning", "html", where, message, 'delete "{name}" and its value', name=name)


def class_left_out(name: str, tag: str, where: Place) -> Problem:
    """Say that a class is not in the list."""
    known = CLASSES.get(tag, frozenset()) & (LOOKS | BOXES)
    message = 'the class "{name}" is not known here and was left out'
    if not known:
        return problem("warning", "html", where, message, "delete it; <{tag}> takes no class", name=name, tag=tag)
    names = ", ".join(sorted(known))
    return problem("warning", "html", where, message, "delete it, or use one of: {names}", name=name, names=names)


def address_left_out(name: str, tag: str, where: Place) -> Problem:
    """Say that an address is of a kind that is not published."""
    message = 'the address "{name}" cannot be published and was left out'
    if name.endswith(":"):
        message = 'an address that begins with "{name}" cannot be published and was left out'
    if tag == "img":
        return problem("warning", "html", where, message, PICTURE_HINT, name=name)
    hint = "write an address that begins with https:, mailto: or tel:, or the path of a file beside this one"
    return problem("warning", "html", where, message, hint, name=name)


def picture_without_words(name: str, where: Place) -> Problem:
    """Say that a picture has no alternative text."""
    return problem(
        "error",
        "alt",
        where,
        'the picture "{name}" has no words for readers who cannot see it',
        "write ![what the picture shows]({name})",
        name=name if len(name) <= SHOWN else name[: SHOWN - 1] + "…",
    )


def id_left_out(what: str, name: str, where: Place) -> Problem:
    """Say that an id is the theme's or stands twice."""
    message = 'the id "{name}" was left out: names that begin with "site:" belong to the page itself'
    if what == "twice":
        message = 'the id "{name}" stands here for a second time and was left out'
    return problem("warning", "html", where, message, "choose another name", name=name)
