"""What is not published as written -> a Problem in the words of someone who knows a word processor; finds nothing."""

from site_builder.decoding import make_sign_problem
from site_builder.markdown.limits import make_nesting_problem
from site_builder.markdown.sanitizer import ADMONITIONS, CLASSES, STYLE_CLASSES
from site_builder.markdown.source.messages import make_typed_problem
from site_builder.problem import LONGEST_SHOWN, Place, Problem, make_problem

FORM_TAGS = frozenset(
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
EMBED_TAGS = frozenset(
    ["iframe", "frame", "frameset", "object", "embed", "applet", "param", "video", "audio", "source", "track"]
)
# Elements whose words go with them.
EMPTIED_TAGS = frozenset(["math", "svg", "template"])
PICTURE_HINT = "save the picture beside this file and write ![what the picture shows](name.jpg)"


def make_finding_problem(what: str, name: str, tag: str, where: Place) -> Problem:
    """Say what was left out, and what to write instead."""
    match what:
        case "tag":
            found = make_tag_problem(name, where)
        case "attribute":
            found = make_attribute_problem(name, where)
        case "class":
            found = make_class_problem(name, tag, where)
        case "link":
            found = make_address_problem(name, tag, where)
        case "picture":
            message = "the picture lies on another website; readers see a link to it instead"
            found = make_problem("warning", "picture", where, message, PICTURE_HINT)
        case "alt":
            found = make_alt_problem(name, where)
        case "depth":
            found = make_nesting_problem(where)
        case "typed":
            found = make_typed_problem(name, tag, where)
        case "control":
            hint = "delete it, or paste the text again without formatting"
            found = make_sign_problem(where, chr(int(name, 16)), hint)
        case _:
            found = make_id_problem(what, name, where)
    return found


def make_tag_problem(name: str, where: Place) -> Problem:
    """Say that an element was left out."""
    if name == "script":
        message = "program code (<script>) was left out"
        return make_problem(
            "warning", "html", where, message, "delete it; pages of the bulletin run no code of their own"
        )
    if name in FORM_TAGS:
        hint = "say in words how residents can answer, or link to a form elsewhere"
        return make_problem("warning", "html", where, "a part of a form (<{name}>) was left out", hint, name=name)
    if name in EMBED_TAGS:
        hint = "write a link to it: [what it is](https://...)"
        return make_problem("warning", "html", where, "embedded content (<{name}>) was left out", hint, name=name)
    if name in "!?":
        hint = "delete everything from < to >; it often comes from a word processor"
        message = "something that is no text (<{name}...>) was left out"
        return make_problem("warning", "html", where, message, hint, name=name)
    if name == "style":
        hint = "delete it; the site's own look is used"
        return make_problem("warning", "html", where, "formatting code (<style>) was left out", hint)
    message, hint = "the tag <{name}> is not allowed here and was left out", "delete the tag, or write it in Markdown"
    if name in EMPTIED_TAGS:
        hint = "write its words as text, or save it as a picture beside this file"
        message = "the tag <{name}> is not allowed here and was left out, with all that it holds"
    return make_problem("warning", "html", where, message, hint, name=name)


def make_attribute_problem(name: str, where: Place) -> Problem:
    """Say that an attribute was left out."""
    if name.startswith("on"):
        message = 'the program code in "{name}" was left out'
        return make_problem("warning", "html", where, message, 'delete "{name}" and its value', name=name)
    if name == "style":
        hint = "delete it; for a look of the site's own write for example {{: .note }} behind the paragraph"
        return make_problem("warning", "html", where, 'the formatting in "style" was left out', hint)
    message = 'the attribute "{name}" is not allowed here and was left out'
    return make_problem("warning", "html", where, message, 'delete "{name}" and its value', name=name)


def make_class_problem(name: str, tag: str, where: Place) -> Problem:
    """Say that a class is not in the list."""
    known = CLASSES.get(tag, frozenset()) & (STYLE_CLASSES | ADMONITIONS)
    message = 'the class "{name}" is not known here and was left out'
    if not known:
        return make_problem("warning", "html", where, message, "delete it; <{tag}> takes no class", name=name, tag=tag)
    names = ", ".join(sorted(known))
    return make_problem("warning", "html", where, message, "delete it, or use one of: {names}", name=name, names=names)


def make_address_problem(name: str, tag: str, where: Place) -> Problem:
    """Say that an address is of a kind that is not published."""
    message = 'the address "{name}" cannot be published and was left out'
    if name.endswith(":"):
        message = 'an address that begins with "{name}" cannot be published and was left out'
    if tag == "img":
        return make_problem("warning", "html", where, message, PICTURE_HINT, name=name)
    hint = "write an address that begins with https:, mailto: or tel:, or the path of a file beside this one"
    return make_problem("warning", "html", where, message, hint, name=name)


def make_alt_problem(name: str, where: Place) -> Problem:
    """Say that a picture has no alternative text."""
    return make_problem(
        "error",
        "alt",
        where,
        'the picture "{name}" has no words for readers who cannot see it',
        "write ![what the picture shows]({name})",
        name=name if len(name) <= LONGEST_SHOWN else name[: LONGEST_SHOWN - 1] + "…",
    )


def make_id_problem(what: str, name: str, where: Place) -> Problem:
    """Say that an id is the theme's or stands twice."""
    message = 'the id "{name}" was left out: names that begin with "site:" belong to the page itself'
    if what == "twice":
        message = 'the id "{name}" stands here for a second time and was left out'
    return make_problem("warning", "html", where, message, "choose another name", name=name)
