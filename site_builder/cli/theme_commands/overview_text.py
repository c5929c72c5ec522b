"""What a theme consists of -> lines for people, objects for programs; looks at no file."""

from typing import TYPE_CHECKING

from site_builder.cli.terminal.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.building.theme import Theme
    from site_builder.building.theming.copies import CopyState
    from site_builder.building.theming.names import LayerOwner
    from site_builder.editing.theme_overview import BlockOverview, StaticOverview, TemplateOverview

NAME_WIDTH = 20


def name_origins(theme: "Theme", messages: Messages) -> "dict[LayerOwner, str]":
    """Name whose the layers of a theme are."""
    from site_builder.editing.template_copy import name_origin

    return {
        each.owner: messages.say("yours") if each.owner == "site" else name_origin(theme, each) for each in theme.layers
    }


def format_file(
    file: "TemplateOverview | StaticOverview",
    origins: "dict[LayerOwner, str]",
    messages: Messages,
    extends: "Sequence[LayerOwner]" = (),
) -> str:
    """Write in one line whose file is used, whom it extends and what it is a copy of."""
    parts = [origins[file.owner]]
    if extends:
        below = messages.say(", ").join(origins[each] for each in extends)
        parts.append(messages.say("extends that of {origin}").format(origin=below))
    if file.copy:
        parts.append(messages.say("a copy of that of {origin}").format(origin=file.copy.copy.origin))
        parts += [messages.say("which has changed since")] if file.copy.is_outdated else []
    return f"  {file.name:<{NAME_WIDTH}} {messages.say(', ').join(parts)}"


def format_block(block: "BlockOverview", origins: "dict[LayerOwner, str]", messages: Messages) -> str:
    """Write the name of a block, and who fills it."""
    filled = messages.say(", ").join(origins[each] for each in block.filled_by)
    return f"{block.name} ({filled})" if filled else block.name


def to_template_record(template: "TemplateOverview") -> dict[str, object]:
    """Give a template as it stands in the object that `--report json` prints."""
    return {
        **to_file_record(template),
        "extends": list(template.extends),
        "blocks": [{"name": each.name, "filled_by": list(each.filled_by)} for each in template.blocks],
    }


def to_file_record(file: "TemplateOverview | StaticOverview") -> dict[str, object]:
    """Give a file of the theme as it stands in that object."""
    return {
        "name": file.name,
        "owner": file.owner,
        "file": str(file.file),
        "copy": to_copy_record(file.copy) if file.copy else None,
    }


def to_copy_record(state: "CopyState") -> dict[str, object]:
    """Give what a file is a copy of as it stands in that object."""
    return {
        "origin": state.copy.origin,
        "digest": state.copy.digest,
        "outdated": state.is_outdated,
        "changed": state.changed,
    }
