"""The site that an old one comes into: made where there is none, with the old one's name; overwrites nothing."""

import json
import os
from pathlib import Path

from site_builder import urls
from site_builder.config import zone
from site_builder.config.read_config import locale_exists
from site_builder.editing.new_site.packaged import packaged
from site_builder.migrating.model import Notes, Old
from site_builder.migrating.place_items import column_name
from site_builder.problem import Refused

LOCALES = {"zh": "zh_Hans_CN", "zh-cn": "zh_Hans_CN", "zh-hans": "zh_Hans_CN", "zh-tw": "zh_Hant_TW"}
KEPT = ("content/communities.toml", "content/people.toml", "content/topics.toml")


def require_place(source: Path, site: Path) -> None:
    """Refuse an old site that is not there, and a folder that is neither a site nor empty."""
    if not source.is_dir():
        raise Refused(2, "there is no folder {folder}", folder=source)
    here, there = os.path.realpath(source), os.path.realpath(site)
    content = os.path.realpath(site / "content")
    if here == there or (here + os.sep).startswith(content + os.sep):
        raise Refused(2, "the old site and the new one are the same folder; write --site and another one")
    made = (site / "content" / "site.toml").is_file()
    if site.exists() and not made and any(each.name[0] != "." for each in site.iterdir()):
        raise Refused(2, "{folder} is neither a site nor empty; write --site and a folder of its own", folder=site)


def start_site(site: Path, old: Old, notes: Notes) -> bool:
    """Make a site in an empty folder; say whether one was made."""
    if (site / "content" / "site.toml").is_file():
        return False
    files = {path: data for path, data in packaged("starter").items() if path.startswith(".") or path == KEPT[0]}
    files = {path: data if path.startswith(".") else b"" for path, data in files.items()}
    files = {path: data for path, data in files.items() if data}
    files["content/site.toml"] = settings(old, notes).encode()
    for path, data in files.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_bytes(data)
    return True


def settings(old: Old, notes: Notes) -> str:
    """Write site.toml."""
    found = old.settings
    used = {doc.lang for doc in old.docs if doc.lang}
    languages = [(code, name) for code, name in found.languages if code in used] or list(found.languages[:1])
    main = next((code for code, _ in found.languages), "en")
    main = main if locale_of(main) else "en"
    base = urls.whole_base_url(found.base_url if "://" in found.base_url else f"https:{found.base_url}")
    if not base:
        notes.lost(
            "settings", "content/site.toml", 1, "the old site names no address; write base_url before you publish"
        )
    clock = found.time_zone if found.time_zone and zone(found.time_zone) else "UTC"
    lines = [
        setting("title", found.title or "Bulletin"),
        setting("base_url", base or "https://bulletin.example.org/"),
        setting("language", main),
        setting("time_zone", clock),
        setting("open_registries", ["topics"]),
        "",
        "# Old pictures often have a file name for a description. Write what they show, then take this away.",
        "[checks]",
        setting("caption", "warning"),
    ]
    for code, name in languages:
        if code == main or not locale_of(code):
            continue
        lines += ["", f"[languages.{code}]", setting("path", urls.slugify(code))]
        lines += [setting("tag", "zh-CN" if code == "zh" else code), setting("locale", locale_of(code))]
        lines += [setting("name", name)] if name else []
    # Sections whose names differ only in case or signs are one column.
    for name, section in sorted({column_name(doc.column): doc.column for doc in old.docs if doc.column}.items()):
        titles = found.titles.get(section, {})
        lines += ["", "[[columns]]", setting("id", name)]
        named = {code: title for code, title in titles.items() if title}
        if set(named) - {main}:
            lines += [setting(f"title.{code}", title) for code, title in sorted(named.items())]
        else:
            title = section.replace("-", " ").replace("_", " ")
            lines.append(setting("title", named.get(main) or title[:1].upper() + title[1:]))
    return "\n".join(lines) + "\n"


def setting(name: str, value: str | list[str]) -> str:
    """Write a setting in TOML."""
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def locale_of(code: str) -> str:
    """Give the locale of a language; empty where there is none."""
    name = LOCALES.get(code, code.replace("-", "_"))
    return name if locale_exists(name) else ""
