"""The demonstration: an invented township's 60 items, told in `demo/` and drawn here; never of a real place."""

import csv

from site_builder.editing import demo_pictures
from site_builder.editing.packaged import packaged

NEWS, NOTICES, POLICIES = "content/news", "content/notices", "content/policies"
# A chart is drawn from the first two columns of the table that lies beside it.
CHARTS = {
    f"{NEWS}/2023/2023-08-31-high-water/levels.png": "levels.csv",
    f"{NEWS}/2024/2024-08-15-rice-trial/yields.png": "yields.csv",
    f"{NEWS}/2025/2025-01-16-year-in-numbers/requests.png": "requests.csv",
    f"{POLICIES}/2025/2025-02-17-budget-2025/shares.png": "shares.csv",
}
DRAWINGS = {
    f"{NEWS}/2023/2023-02-23-visit-reed-lake/sluices.png": demo_pictures.sluices,
    f"{NEWS}/2024/2024-03-28-visit-pear-hill/orchard.jpg": demo_pictures.orchard,
    f"{NEWS}/2025/2025-04-24-one-way-street/map.png": demo_pictures.one_way_street,
    f"{NOTICES}/2024/2024-02-27-road-works-ferry-street/map.png": demo_pictures.road_works,
}


def demo_files() -> dict[str, bytes]:
    """Give all files of the demonstration: path relative to the site -> bytes, the same at every call."""
    files = packaged("demo")
    charts = {path: chart(files[path.rpartition("/")[0] + "/" + table]) for path, table in CHARTS.items()}
    return files | charts | {path: draw() for path, draw in DRAWINGS.items()}


def chart(table: bytes) -> bytes:
    """Draw a table's rows as bars."""
    _, *rows = csv.reader(table.decode().splitlines())
    return demo_pictures.bars([(row[0], row[1]) for row in rows])
