"""The demonstration: an invented township's 60 items, told in `demo_content/` and drawn here; never of a real place."""

import csv
import re

from site_builder.editing.new_site import demo_pictures
from site_builder.editing.new_site.packaged import read_packaged_files

NEWS, NOTICES, POLICIES = "content/news", "content/notices", "content/policies"
# A chart is drawn from the first two columns of the table that lies beside it.
CHARTS = {
    f"{NEWS}/2023/2023-08-31-high-water/levels.png": "levels.csv",
    f"{NEWS}/2024/2024-08-15-rice-trial/yields.png": "yields.csv",
    f"{NEWS}/2025/2025-01-16-year-in-numbers/requests.png": "requests.csv",
    f"{POLICIES}/2025/2025-02-17-budget-2025/shares.png": "shares.csv",
}
# The end of a link to another page, before its bracket or its heading's name.
LINK_TARGET = re.compile(r"[^()\s]+\.md(?=[)#])")
DRAWINGS = {
    f"{NEWS}/2023/2023-02-23-visit-reed-lake/sluices.png": demo_pictures.draw_sluices,
    f"{NEWS}/2024/2024-03-28-visit-pear-hill/orchard.jpg": demo_pictures.draw_orchard,
    f"{NEWS}/2025/2025-04-24-one-way-street/map.png": demo_pictures.draw_one_way_street,
    f"{NOTICES}/2024/2024-02-27-road-works-ferry-street/map.png": demo_pictures.draw_road_works,
}


def make_demo_files() -> dict[str, bytes]:
    """Give all files of the demonstration: path relative to the site -> bytes, the same at every call."""
    files = read_packaged_files("demo_content")
    charts = {path: draw_chart(files[path.rpartition("/")[0] + "/" + table]) for path, table in CHARTS.items()}
    return files | charts | {path: draw() for path, draw in DRAWINGS.items()}


def make_chinese_main(files: dict[str, bytes]) -> dict[str, bytes]:
    """Make Chinese the first language of the demonstration and English the second: names of files, links, settings."""
    found = {}
    for path, data in files.items():
        if path.endswith(".md"):
            found[rename_page(path)] = LINK_TARGET.sub(lambda link: rename_page(link[0]), data.decode()).encode()
        elif path == "content/site.toml":
            text = data.decode().replace('language = "en"', 'language = "zh"')
            text = text.replace('[languages.zh]\npath = "zh"\n', "[languages.zh]\n")
            found[path] = text.replace("[languages.en]\n", '[languages.en]\npath = "en"\n').encode()
        else:
            found[path] = data
    return found


def rename_page(name: str) -> str:
    """Give the name of a page whose site is in Chinese first."""
    return name.removesuffix(".zh.md") + ".md" if name.endswith(".zh.md") else name.removesuffix(".md") + ".en.md"


def draw_chart(table: bytes) -> bytes:
    """Draw a table's rows as bars."""
    _, *rows = csv.reader(table.decode().splitlines())
    return demo_pictures.draw_bars([(row[0], row[1]) for row in rows])
