"""Where a site keeps what its runs leave behind: all of it below SITE/.bulletin/, as paths relative to the site.

What lies in CACHE may be deleted at any time; the rest says what was published from here. Imports nothing.
"""

STATE = ".bulletin"

# Of builds.
CACHE = f"{STATE}/cache"
IMAGE_CACHE = f"{CACHE}/pictures"
LINK_CACHE = f"{CACHE}/outside.json"
NO_OP_RECORD = f"{STATE}/untouched"
PREVIEW_OUTPUT = f"{STATE}/preview"
PUBLIC_OUTPUT = f"{STATE}/public"
STAGING_OUTPUT = f"{STATE}/staging"

# Of publishing: who publishes at the moment; releases as they are made ready; their records, and sites made of these;
# what was fetched of targets; what was published, and which versions were here; the ledgers of staging copies.
PUBLISH_LOCK = f"{STATE}/publishing"
STAGE = f"{STATE}/stage"
RECORDS = f"{STATE}/records"
RECORDED_SITES = f"{STATE}/recorded"
TARGET_DOWNLOADS = f"{STATE}/targets"
PUBLISHED = f"{STATE}/published"
KNOWN_VERSIONS = f"{PUBLISHED}/known.json"
STAGING_LEDGERS = f"{STATE}/ledgers"

# In a release, on its target: its ledger, the sums of its files, what it keeps for readers of the one before it, that
# it was live, which release it goes back to, and what a web server may include.
RELEASE_LEDGER = f"{STATE}/ledger.jsonl"
CHECKSUMS = f"{STATE}/files.sha256"
RETAINED = f"{STATE}/carried"
WAS_LIVE = f"{STATE}/switched"
SOURCE = f"{STATE}/source"
SERVER_FILES = f"{STATE}/server"
