"""Templates by their full names, as Jinja asks for them; decides nothing about which file a name means."""

from collections.abc import Callable, Sequence

from jinja2 import BaseLoader, Environment, FileSystemLoader, TemplateNotFound

from site_builder.building.theming.names import ThemeLayer, resolve_name, split_name


class LayeredEnvironment(Environment):
    """An environment in which a template can name those of the layers below its own."""

    layers: Sequence[ThemeLayer] = ()

    def join_path(self, template: str, parent: str) -> str:
        """Give the full name of what a template names."""
        return resolve_name(self.layers, template, parent)


class LayeredLoader(BaseLoader):
    """Reads the templates of all layers."""

    def __init__(self, layers: Sequence[ThemeLayer]) -> None:
        """Read from the folders of layers."""
        folders = [str(each.folder) for each in layers]
        self.loaders = [FileSystemLoader(folders[n:]) for n in range(len(folders))]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Give text and file of a template by its full name."""
        passed, bare = split_name(template)
        if passed >= len(self.loaders):
            raise TemplateNotFound(template)
        try:
            return self.loaders[passed].get_source(environment, bare)
        except TemplateNotFound:
            raise TemplateNotFound(template) from None
