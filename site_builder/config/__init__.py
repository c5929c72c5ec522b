"""site.toml and the registries -> Config; nobody else reads settings."""

from site_builder.config.inspection_profile import Indicator, Profile, Veto, Window, profile_names, read_profile
from site_builder.config.read_config import Config, Destination, read_config, zone
from site_builder.config.small_tables import Accessibility
from site_builder.spelling import close_match, did_you_mean

__all__ = [
    "Accessibility",
    "Config",
    "Destination",
    "Indicator",
    "Profile",
    "Veto",
    "Window",
    "close_match",
    "did_you_mean",
    "profile_names",
    "read_config",
    "read_profile",
    "zone",
]
