"""The site that an old one comes into: made where there is none, with the old one's name; overwrites nothing."""

import json
import os
from pathlib import Path

from site_builder import urls
from site_builder.config import find_time_zone
from site_builder.config.read_config import is_known_locale
from site_builder.editing.new_site.packaged import read_packaged_files
from site_builder.migrating.model import Notes, OldSite
from site_builder.migrating.place_items import make_column_name
from site_builder.problem import CommandError

LOCALES = {"zh": "zh_Hans_CN", "zh-cn": "zh_Hans_CN", "zh-hans": "zh_Hans_CN", "zh-tw": "zh_Hant_TW"}
REGISTRY_FILES = ("content/communities.toml", "content/people.toml", "content/topics.toml")


def require_folders(source: Path, site: Path) -> None:
    """Refuse an old site that is not there, and a folder that is neither a site nor empty."""
    if not source.is_dir():
        raise CommandError(2, "there is no folder {folder}", folder=source)
    here, there = os.path.realpath(source), os.path.realpath(site)
    content = os.path.realpath(site / "content")
    if here == there or (here + os.sep).startswith(content + os.sep):
        raise CommandError(2, "the old site and the new one are the same folder; write --site and another one")
    made = (site / "content" / "site.toml").is_file()
    if site.exists() and not made and any(each.name[0] != "." for each in site.iterdir()):
        raise CommandError(2, "{folder} is neither a site nor empty; write --site and a folder of its own", folder=site)


def start_site(site: Path, old: OldSite, notes: Notes) -> bool:
    """Make a site in an empty folder; say whether one was made."""
    if (site / "content" / "site.toml").is_file():
        return False
    files = {
        path: data
        for path, data in read_packaged_files("starter").items()
        if path.startswith(".") or path == REGISTRY_FILES[0]
    }
    files = {path: data if path.startswith(".") else b"" for path, data in files.items()}
    files = {path: data for path, data in files.items() if data}
    files["content/site.toml"] = format_settings(old, notes).encode()
    for path, data in files.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_bytes(data)
    return True


def format_settings(old: OldSite, notes: Notes) -> str:
    """Write site.toml."""
    found = old.settings
    used = {doc.lang for doc in old.docs if doc.lang}
    languages = [(code, name) for code, name in found.languages if code in used] or list(found.languages[:1])
    main = next((code for code, _ in found.languages), "en")
    main = main if find_locale(main) else "en"
    base = urls.normalize_base_url(found.base_url if "://" in found.base_url else f"https:{found.base_url}")
    if not base:
        notes.add_loss(
            "settings", "content/site.toml", 1, "the old site names no address; write base_url before you publish"
        )
    clock = found.time_zone if found.time_zone and find_time_zone(found.time_zone) else "UTC"
    lines = [
        format_setting("title", found.title or "Bulletin"),
        format_setting("base_url", base or "https://bulletin.example.org/"),
        format_setting("language", main),
        format_setting("time_zone", clock),
        format_setting("open_registries", ["topics"]),
        "",
        "# Old pictures often have a file name for a description. Write what they show, then take this away.",
        "[checks]",
        format_setting("caption", "warning"),
    ]
    for code, name in languages:
        if code == main or not find_locale(code):
            continue
        lines += ["", f"[languages.{code}]", format_setting("path", urls.slugify(code))]
        lines += [format_setting("tag", "zh-CN" if code == "zh" else code), format_setting("locale", find_locale(code))]
        lines += [format_setting("name", name)] if name else []
    # Sections whose names differ only in case or signs are one column.
    for name, section in sorted({make_column_name(doc.column): doc.column for doc in old.docs if doc.column}.items()):
        titles = found.titles.get(section, {})
        lines += ["", "[[columns]]", format_setting("id", name)]
        named = {code: title for code, title in titles.items() if title}
        if set(named) - {main}:
            lines += [format_setting(f"title.{code}", title) for code, title in sorted(named.items())]
        else:
            title = section.replace("-", " ").replace("_", " ")
            lines.append(format_setting("title", named.get(main) or title[:1].upper() + title[1:]))
    return "\n".join(lines) + "\n"


def format_setting(name: str, value: str | list[str]) -> str:
    """Write a setting in TOML."""
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def find_locale(code: str) -> str:
    """Give the locale of a language; empty where there is none."""
    name = LOCALES.get(code, code.replace("-", "_"))
    return name if is_known_locale(name) else ""
