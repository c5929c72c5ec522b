"""site.toml and the registries -> Config; nobody else reads settings."""

from site_builder.config.inspection_profile import Indicator, Profile, Veto, Window, list_profiles, read_profile
from site_builder.config.read_config import Config, Destination, find_time_zone, read_config
from site_builder.config.small_tables import Accessibility
from site_builder.spelling import find_close_match, format_suggestion

__all__ = [
    "Accessibility",
    "Config",
    "Destination",
    "Indicator",
    "Profile",
    "Veto",
    "Window",
    "find_close_match",
    "find_time_zone",
    "format_suggestion",
    "list_profiles",
    "read_config",
    "read_profile",
]
