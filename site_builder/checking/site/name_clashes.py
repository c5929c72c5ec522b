"""Names that no registry has and that differ, but make one address; knows no registry."""

from collections.abc import Iterator
from pathlib import Path

from site_builder.checking.source_places import locate_list_name
from site_builder.problem import Problem, make_problem
from site_builder.site.organise import Site


def check_name_clashes(site: Site, folder: Path) -> Iterator[Problem]:
    """Say at its line of each name but the first that another one has its address."""
    for clash in site.name_clashes:
        registry, where = clash.entry.registry, f"content/{clash.where}"
        message = '"{name}" and "{known}" (in {where}) make one address, {id}'
        hint = 'register one in content/{registry}.toml: [another-id] and name = "{name}"'
        at = locate_list_name(folder, f"content/{clash.path}", registry, clash.name)
        values = {"name": clash.name, "known": clash.known, "where": where, "id": clash.entry.id, "registry": registry}
        yield make_problem("error", "registry", at, message, hint, **values)
