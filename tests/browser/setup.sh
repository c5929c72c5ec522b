#!/bin/sh
# Makes sure of what the browser tests need: Java (for the Nu HTML checker), Node with npm,
# Chromium, a font with Chinese characters, and the Node packages of package-lock.json.
# Where a system package is missing, it is installed if apt-get may be used, else named.
set -eu
cd "$(dirname "$0")"

# The checker needs Java 17. macOS has a `java` that only says there is none, so it is run.
has_java() {
    major=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
    [ "${major:-0}" -ge 17 ]
}

# Lighthouse needs Node 18.
has_node() {
    major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
    [ "${major:-0}" -ge 18 ] && npm --version >/dev/null 2>&1
}

# The same places are searched by the fixture `chromium` in tests/conftest.py.
has_chromium() {
    [ -z "${CHROMIUM:-}" ] || { command -v "$CHROMIUM" >/dev/null 2>&1; return; }
    for name in chromium chromium-browser google-chrome-stable google-chrome \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

# Screenshots show empty boxes without one. Only Linux comes without.
has_chinese_font() {
    [ "$(uname -s)" = Linux ] || return 0
    if dpkg -s fonts-noto-cjk >/dev/null 2>&1; then return 0; fi
    [ -n "$(fc-list :lang=zh family 2>/dev/null)" ]
}

# Sets `packages` (Debian's names) and `sentence` (for people elsewhere).
find_missing() {
    packages= sentence=
    has_java || { packages="$packages default-jre-headless"; sentence="$sentence, Java 17 or newer"; }
    has_node || { packages="$packages nodejs npm"; sentence="$sentence, Node.js 18 or newer with npm"; }
    has_chromium || { packages="$packages chromium"; sentence="$sentence, Chromium (or CHROMIUM=path of one)"; }
    has_chinese_font || { packages="$packages fonts-noto-cjk"; sentence="$sentence, a font with Chinese characters"; }
    packages=${packages# } sentence=${sentence#, }
}

find_missing
if [ -n "$packages" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "The tests need what is missing here; please install: $sentence." >&2
        exit 1
    elif [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        echo "The tests need what is missing here; please run: sudo apt-get install $packages" >&2
        exit 1
    fi
    echo "Installing system packages that the tests need: $packages"
    $as_root apt-get update -q
    # shellcheck disable=SC2086 # several words on purpose
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages
    find_missing
    if [ -n "$packages" ]; then
        echo "After installing system packages this is still missing: $sentence." >&2
        exit 1
    fi
fi

# No install scripts: that of vnu-jar would download a Java of its own.
installed=node_modules/.installed-lock.json
if ! cmp -s package-lock.json "$installed"; then
    npm ci --ignore-scripts --no-audit --no-fund
    cp package-lock.json "$installed"
fi
