#!/bin/sh
# Makes sure of what the tests of `bulletin import` and of the first session need: LibreOffice's writer without its
# windows (86 MB to fetch, 260 MB on disk) and tmux. Where one is missing, it is installed if apt-get may be used, else
# named.
set -eu

has() {
    command -v "$1" >/dev/null 2>&1
}

# `soffice` may be there with the spreadsheet alone; the writer is a library of its own.
has_writer() {
    has soffice || has libreoffice || return 1
    has dpkg || return 0
    dpkg -s libreoffice-writer-nogui >/dev/null 2>&1 || dpkg -s libreoffice-writer >/dev/null 2>&1
}

# Sets `packages` (Debian's names) and `sentence` (for people elsewhere).
find_missing() {
    packages='' sentence=''
    has_writer || { packages="$packages libreoffice-writer-nogui"; sentence="$sentence, LibreOffice Writer"; }
    has tmux || { packages="$packages tmux"; sentence="$sentence, tmux"; }
    packages=${packages# } sentence=${sentence#, }
}

find_missing
[ -n "$packages" ] || exit 0
if ! has apt-get; then
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
$as_root apt-get update -q
echo "Installing system packages that the tests need: $packages"
# shellcheck disable=SC2086 # several words on purpose
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages
find_missing
if [ -n "$packages" ]; then
    echo "After installing system packages this is still missing: $sentence." >&2
    exit 1
fi
