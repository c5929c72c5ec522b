"""Judges a text by the rules over what a file says, without a site on disk; asserts nothing."""

from functools import cache
from pathlib import Path

from site_builder.checking.item_rules import make_text_checker
from site_builder.config import Config, read_config
from site_builder.front_matter.read import parse_front_matter
from site_builder.front_matter.registries import RegisteredNames
from site_builder.front_matter.to_item import ItemFrontMatter, validate_item
from site_builder.problem import Problem, format_message

DEMO = Path(__file__).parents[2] / "site_builder/editing/new_site/demo_content"
HEAD = "title: T\ndate: 2024-01-31"


@cache
def demo_config() -> Config:
    """Give the settings of the demonstration, with its eight people."""
    config = read_config(DEMO).value
    assert config
    return config


def judged(body: str, head: str = HEAD, *, lang: str = "zh", config: Config | None = None) -> list[Problem]:
    """Give what the rules find in an item."""
    config = config or demo_config()
    text, path = f"---\n{head}\n---\n{body}\n", "news/a.zh.md" if lang == "zh" else "news/a.md"
    written = parse_front_matter(text, path)
    validated = validate_item(
        ItemFrontMatter(path, "news/a", "zh" if lang == "zh" else "", written, None), RegisteredNames.build(config)
    )
    return list(make_text_checker(config)(f"content/{path}", text, written.body, validated.item, ()))


def told(body: str, head: str = HEAD, *, lang: str = "zh", config: Config | None = None) -> list[tuple[str, str, int]]:
    """Give rule, severity and column of what the rules find, in order."""
    return [(each.rule, each.severity, each.column) for each in judged(body, head, lang=lang, config=config)]


def hints(body: str, head: str = HEAD, *, lang: str = "zh", config: Config | None = None) -> list[str]:
    """Give what the findings say to write."""
    return [format_message(p.hint, p.values, str) for p in judged(body, head, lang=lang, config=config)]
