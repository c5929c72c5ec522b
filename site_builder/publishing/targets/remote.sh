# What is done on the far side of an ssh target, in POSIX sh. The near side sends this file first, then `step NAME …`.
# Values arrive as arguments that the near side has quoted, lists arrive on standard input; nothing is evaluated twice.
# A step that cannot be done prints `refused KEY VALUE` and gives 9; what it prints on standard error is the reason.

set -u
umask 022
LC_ALL=C
export LC_ALL
root=
token=
holding=

refuse() {
    printf 'refused %s %s\n' "$1" "${2-}"
    return 9
}

# Put NAME in the place of another at once; never into a folder that has that name (GNU and busybox: -T, BSD: -h).
put() {
    why=$(mv -fT -- "$1" "$2" 2>&1) && return
    case $why in
    *option*) mv -fh -- "$1" "$2" ;;
    *)
        printf '%s\n' "$why" >&2
        return 1
        ;;
    esac
}

digest() {
    if command -v sha256sum >/dev/null 2>&1; then
        sha256sum "$@"
    else
        shasum -a 256 "$@"
    fi
}

flush() {
    sync -f . 2>/dev/null || sync
}

# Say where a session begins, which is the account's home.
home() {
    printf '%s\n' "$PWD"
}

first_line() {
    line=
    { IFS= read -r line <"$1"; } 2>/dev/null
    printf '%s\n' "$line"
}

is_id() {
    case $1 in
    *[!0-9A-Za-z-]*) return 1 ;;
    ????????T??????Z-????????) return 0 ;;
    esac
    return 1
}

# Go to the target folder. Nothing that is a link is ever written through below it.
enter() {
    root=$1
    cd -P -- "$root" || return 1
    for tree in releases records; do
        if [ -L "$tree" ] || { [ -e "$tree" ] && [ ! -d "$tree" ]; }; then
            refuse link "$tree"
            return
        fi
    done
    if [ -L current ]; then
        link=$(readlink current)
        if ! is_id "${link#releases/}" || [ "$link" != "releases/${link#releases/}" ]; then
            refuse current "$link"
            return
        fi
        if [ -L "$link" ]; then
            refuse link "$link"
            return
        fi
    elif [ -e current ]; then
        refuse current "a folder"
        return
    fi
}

# A folder whose parent is not there may be mistyped: it is made only where somebody says so.
require_parent() {
    [ -d "$1" ] || [ -n "$2" ] || [ -d "$(dirname -- "$1")" ] || refuse parent "$(dirname -- "$1")"
}

make_root() {
    require_parent "$1" "$2" || return
    mkdir -p -- "$1" || return 1
    enter "$1" || return
    [ -d releases ] || mkdir releases || return 1
    set_mode "$3" releases 2>/dev/null || :
}

# Give a folder a mode; one that hands its group down goes on doing so.
set_mode() {
    [ -n "$(find "$2" -prune \( -perm "$1" -o -perm "2$1" \))" ] || chmod "$1" "$2"
}

# Give all files and folders of a folder their modes.
set_modes() {
    find "$1" -type d ! -perm "$3" ! -perm "2$3" -exec chmod "$3" {} + &&
        find "$1" -type f ! -perm "$2" -exec chmod "$2" {} +
}

sum_of() {
    if [ -f "$1" ] && [ ! -L "$1" ]; then
        sum=$(digest <"$1")
        printf '%s\n' "${sum%% *}"
    else
        printf '%s\n' -
    fi
}

# Say what there is: the live release, all releases, digests of what describes the live one.
inspect() {
    [ -d "$1" ] || return 0
    enter "$1" || return
    live=
    if [ -L current ]; then
        live=$(readlink current)
        live=${live#releases/}
        printf 'current %s\n' "$live"
    fi
    for each in releases/*; do
        is_id "${each#releases/}" && [ -d "$each" ] && [ ! -L "$each" ] && printf 'release %s\n' "${each#releases/}"
    done
    return 0
}

# Give a file of releases/ID or records/ID, or its digest; nothing for what is a link or lies behind one.
there() {
    enter "$1" || return
    [ -d "$2" ] && [ ! -L "$2" ] && [ -f "$2/$3" ] && [ ! -L "$2/$3" ]
}

fetch() {
    there "$@" && cat "$2/$3"
}

# List whatever lies in a release, a NUL after each since a name may hold anything else: `file`, `link` or `other`, or
# `closed` for a folder that cannot be looked into; and its path.
list_files() (
    enter "$1" && cd -P -- "releases/$2" || return
    find . -type f -exec printf 'file %s\0' {} + 2>/dev/null
    find . -type l -exec printf 'link %s\0' {} + 2>/dev/null
    find . ! -type d ! -type f ! -type l -exec printf 'other %s\0' {} + 2>/dev/null
    find . -type d -exec sh -c 'for each; do
        [ -r "$each" ] && [ -x "$each" ] || printf "closed %s\0" "$each"
    done' sh {} + 2>/dev/null
    return 0
)

# Say which files of a release hold one of some texts, white space aside: on standard input the texts, an empty line,
# the paths.
mentioning() (
    enter "$1" || return
    [ -d "releases/$2" ] && [ ! -L "releases/$2" ] && cd -P -- "releases/$2" || return 0
    texts=
    while IFS= read -r each && [ -n "$each" ]; do
        texts=$texts$each'
'
    done
    paths=$(while IFS= read -r each; do
        [ ! -f "$each" ] || [ -L "$each" ] || printf '%s\n' "$each"
    done)
    [ -n "$paths" ] || return 0
    # Mostly none does: all of them are looked through together first.
    printf '%s\n' "$paths" | tr '\n' '\0' | xargs -0 cat -- | holds_text || return 0
    printf '%s\n' "$paths" | while IFS= read -r each; do
        holds_text <"$each" && printf 'mentions %s\n' "$each"
    done
    return 0
)

holds_text() {
    tr -d ' \t\r\n' | grep -F -e "${texts%?}" >/dev/null
}

digest_there() {
    if there "$@"; then
        sum_of "$2/$3"
    fi
}

# The lock: a folder, and in it who holds it: token, who, machine, process there, since when (seconds). It is made beside
# and put in its place whole, and taken away in the same manner: there is never one that does not say whose it is.
lock() {
    umask "$6"
    make_root "$1" "$5" "$7" || return
    token=$2 mine=.lock-$2
    if [ -L .lock ]; then
        refuse link .lock
        return
    fi
    { mkdir "$mine" && sign "$3" >"$mine/owner"; } || {
        rm -rf "$mine"
        return 1
    }
    if { [ ! -e .lock ] && put "$mine" .lock 2>/dev/null; } || { abandoned "$4" && inherit; }; then
        holding=$(first_line .lock/owner)
    fi
    rm -rf "$mine" ".lock/$mine"
    [ "$holding" = "$token" ] && return
    holding=
    printf 'held\n'
    cat .lock/owner 2>/dev/null
    return 8
}

sign() {
    printf '%s\n' "$token" "$1" "$(uname -n)" "$$" "$(date +%s)"
}

# Only one at a time may take an abandoned lock over, and only from the one that it looked at.
inherit() {
    [ -z "$(find .lock/heir -prune -mmin +1 2>/dev/null)" ] || rmdir .lock/heir
    mkdir .lock/heir 2>/dev/null || return 1
    [ "$before" = "$(first_line .lock/owner)" ] && mv -f "$mine/owner" .lock/owner
    rmdir .lock/heir
}

# A lock is abandoned when its process on this machine is gone, or when nothing changed for a number of minutes.
abandoned() {
    before=$(first_line .lock/owner)
    if [ -n "$(find .lock -prune -mmin "+$1" 2>/dev/null)" ]; then
        return 0
    fi
    if [ ! -f .lock/owner ]; then
        [ -n "$(find .lock -prune -mmin +1 2>/dev/null)" ]
        return
    fi
    [ "$(sed -n 3p .lock/owner)" = "$(uname -n)" ] && gone "$(sed -n 4p .lock/owner)"
}

gone() {
    case $1 in
    '' | *[!0-9]*) return 1 ;;
    esac
    if [ -d /proc/self ]; then
        [ ! -d "/proc/$1" ]
    else
        ! kill -0 "$1" 2>/dev/null && ! ps -p "$1" >/dev/null 2>&1
    fi
}

# Whoever lost the lock, because it was removed or taken over, changes nothing any more.
holds() {
    if [ -z "$holding" ] || [ -L .lock ] || [ "$(first_line .lock/owner)" != "$token" ]; then
        refuse lost
        return
    fi
}

unlock() {
    if [ -n "$holding" ] && cd -P -- "$root" && [ "$(first_line .lock/owner)" = "$token" ]; then
        put .lock ".lock-$token" && rm -rf ".lock-$token"
    fi
    holding=
}

# Away with what earlier publishers left unfinished or never switched to, and with records of no release.
sweep() {
    for each in releases/.incoming-* releases/.removed-* records/.incoming-* records/.removed-* .lock-*; do
        if [ -L "$each" ]; then
            refuse link "$each"
            return
        fi
        [ ! -d "$each" ] || clear_away "$each" || return 1
    done
    live=$(readlink current 2>/dev/null)
    for each in releases/* records/*; do
        is_id "${each#re*s/}" || continue
        if [ -L "$each" ]; then
            refuse link "$each"
            return
        fi
        case $each in
        records/*) [ -d "releases/${each#records/}" ] ;;
        *) [ "$each" = "$live" ] || [ -f "$each/.bulletin/switched" ] ;;
        esac || clear_away "$each" || return 1
    done
}

# Make room for a release, and for its record if it has one.
prepare() {
    holds || return
    sweep || return
    mkdir "releases/.incoming-$1" || return 1
    if [ -n "$2" ]; then
        [ -d records ] || mkdir -m "$2" records || return 1
        mkdir -m "$2" "records/.incoming-$1" && set_mode "$2" records
    fi
}

# Remove what was begun.
clear_begun() {
    holds || return
    clear_away "releases/.incoming-$1" && clear_away "records/.incoming-$1" || return 1
    [ -e "releases/$1" ] || clear_away "records/$1"
}

# Say why nothing more can be written: write a number of bytes.
try_to_write() {
    cd -P -- "$root" && head -c "$1" /dev/zero >.probe
    status=$?
    rm -f .probe
    return "$status"
}

# An rsync whose near side was killed may still be at work in there for a moment.
clear_away() {
    rm -rf -- "$1" 2>/dev/null || { sleep 1 && rm -rf -- "$1"; }
}

# Complete an upload: link what is unchanged, check every digest, give it its name. `bad PATH` for what is wrong.
accept() {
    holds || return
    here=releases/.incoming-$1 list=.bulletin/files.sha256
    if [ -L "$here" ] || [ ! -d "$here" ]; then
        refuse link "$here"
        return
    fi
    if [ "$(sum_of "$here/$list")" != "$3" ]; then
        printf 'bad %s\n' "$list"
        return 7
    fi
    if [ -n "$2" ] && [ -f "releases/$2/$list" ] && [ ! -L "releases/$2" ]; then
        share "$here" "releases/$2" || return 1
    fi
    strange=$(find "$here" ! -type d ! -type f | sed 1q)
    if [ -n "$strange" ]; then
        refuse link "$strange"
        return
    fi
    wrong=$(cd -- "$here" && digest -c "$list" 2>/dev/null | sed -n 's/^\.\/\(.*\): FAILED.*$/bad \1/p')
    if [ -n "$wrong" ]; then
        printf '%s\n' "$wrong"
        return 7
    fi
    if [ "$(find "$here" -type f | wc -l)" -ne "$(($(wc -l <"$here/$list") + 1))" ]; then
        refuse extra
        return
    fi
    set_modes "$here" "$4" "$5" || return 1
    flush
    put "$here" "releases/$1"
}

has_rsync() {
    command -v rsync >/dev/null 2>&1
}

# Hard-link what both lists have alike, by one rsync that never leaves this machine; file by file where there is none.
share() {
    sort "$1/$list" >"$1/.new" && sort "$2/$list" >"$1/.old" || return 1
    comm -12 "$1/.new" "$1/.old" | cut -c 67- | tr '\n' '\0' >"$1/.same"
    has_rsync || {
        link_same "$1" "$2"
        return
    }
    rsync -t --from0 --files-from="$1/.same" --link-dest="$PWD/$2" -- "$2/" "$1/" >/dev/null
    status=$?
    rm -f "$1/.new" "$1/.old" "$1/.same"
    # 23 and 24: some file of the old release is gone or cannot be read; it is found missing and sent again.
    [ "$status" -eq 0 ] || [ "$status" -eq 23 ] || [ "$status" -eq 24 ]
}

link_same() {
    tr '\0' '\n' <"$1/.same" | while IFS= read -r each; do
        [ -f "$2/$each" ] && [ ! -L "$2/$each" ] || continue
        mkdir -p -- "$1/$(dirname -- "$each")" && ln -- "$2/$each" "$1/$each" 2>/dev/null || cp -p -- "$2/$each" "$1/$each"
    done
    rm -f "$1/.new" "$1/.old" "$1/.same"
    return 0
}

switch() {
    holds || return
    if [ -L "releases/$1" ] || [ ! -d "releases/$1" ]; then
        refuse link "releases/$1"
        return
    fi
    if [ -d .current-next ] && [ ! -L .current-next ]; then
        refuse link .current-next
        return
    fi
    rm -f .current-next && ln -s "releases/$1" .current-next && put .current-next current || return 1
    : >"releases/$1/.bulletin/switched"
    flush
}

# Keep a number of releases, the live one always among them.
prune() {
    holds || return
    live=$(readlink current 2>/dev/null)
    count=0
    for each in $(ls releases | sort -r); do
        is_id "$each" && [ -d "releases/$each" ] && [ ! -L "releases/$each" ] || continue
        count=$((count + 1))
        if [ "$count" -gt "$1" ] && [ "releases/$each" != "$live" ]; then
            remove "$each" || return 1
        fi
    done
}

# Remove releases, one id a line on standard input; the live one stays.
discard() {
    holds || return
    sweep || return
    live=$(readlink current 2>/dev/null)
    while IFS= read -r each; do
        is_id "$each" && [ -d "releases/$each" ] && [ ! -L "releases/$each" ] && [ "releases/$each" != "$live" ] || continue
        remove "$each" || return 1
    done
    flush
}

# Remove a release and its record. They lose their names first: neither is ever seen in part, and what a publisher that
# was killed leaves of them is swept away by the next one.
remove() {
    if [ -d "records/$1" ] && [ ! -L "records/$1" ]; then
        put "records/$1" "records/.removed-$1" || return 1
    fi
    put "releases/$1" "releases/.removed-$1" || return 1
    rm -rf "records/.removed-$1" "releases/.removed-$1" || return 1
    printf 'release %s\n' "$1"
}

# Say that a release has a record, and the names of its files; of all with their digests where they are asked for.
list_record() {
    enter "$1" || return
    [ -e "records/$2" ] || [ -L "records/$2" ] || return 0
    if [ -L "records/$2" ] || [ ! -d "records/$2" ]; then
        refuse link "records/$2"
        return
    fi
    for each in "records/$2"/* "records/$2"/.*; do
        case ${each#"records/$2/"} in . | .. | '*' | '.*') continue ;; esac
        case ${each#"records/$2/"} in
        [!0-9A-Za-z]* | *[!0-9A-Za-z._-]*) false ;;
        *) [ -f "$each" ] && [ ! -L "$each" ] ;;
        esac || {
            refuse link "$each"
            return
        }
        [ -n "$3" ] || printf 'file %s\n' "${each#"records/$2/"}"
    done
    if [ -n "$3" ]; then
        list_digests "records/$2"
    fi
    printf 'record %s\n' "$2"
}

# Say what is in a folder of files that all have plain names, each after its digest.
list_digests() (
    cd -P -- "$1" && set -- * && [ -e "$1" ] || return 0
    digest -- "$@" | while read -r sum name; do
        printf 'digest %s\nfile %s\n' "$sum" "$name"
    done
)

# Complete the record of a release: link what is unchanged, check every digest, give it its name. On standard input what
# it has to hold, as sha256sum writes it; `bad NAME` for what is wrong.
accept_record() {
    holds || return
    here=records/.incoming-$1 names=$(cat)
    if [ -L "$here" ] || [ ! -d "$here" ]; then
        refuse link "$here"
        return
    fi
    if [ -n "$2" ]; then
        printf '%s\n' "$names" | while IFS=/ read -r _ name; do
            [ -e "$here/$name" ] || [ -L "records/$2/$name" ] || ln "records/$2/$name" "$here/$name" 2>/dev/null
        done
    fi
    strange=$(find "$here" ! -path "$here" ! -type f | sed 1q)
    if [ -n "$strange" ]; then
        refuse link "$strange"
        return
    fi
    wrong=$(cd -- "$here" && printf '%s\n' "$names" | digest -c - 2>/dev/null | sed -n 's/^\.\/\(.*\): FAILED.*$/bad \1/p')
    if [ -n "$wrong" ]; then
        printf '%s\n' "$wrong"
        return 7
    fi
    if [ "$(find "$here" -type f | wc -l)" -ne "$(printf '%s\n' "$names" | wc -l)" ]; then
        refuse extra
        return
    fi
    set_modes "$here" "$3" "$4" || return 1
    put "$here" "records/$1"
}

trap unlock EXIT
trap 'exit 1' HUP INT TERM PIPE
