"""Everything known of a site before anything is rendered, as one record; finds out none of it."""

from msgspec import Struct

from site_builder.building.theme import Theme
from site_builder.content.load import Items
from site_builder.content.scan import Sources
from site_builder.planning.page_groups import Outputs
from site_builder.site.organise import Site


class Survey(Struct, frozen=True):
    """Everything known of a site before anything is rendered."""

    sources: Sources
    items: Items
    site: Site
    outputs: Outputs
    theme: Theme
