"""site.toml and the registries -> Config; nobody else reads settings."""

from site_builder.config.accessibility import Accessibility
from site_builder.config.read import Config, Destination, read_config, zone
from site_builder.config.spelling import close_match, did_you_mean

__all__ = ["Accessibility", "Config", "Destination", "close_match", "did_you_mean", "read_config", "zone"]
