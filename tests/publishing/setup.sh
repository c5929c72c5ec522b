#!/bin/sh
# Makes sure of what the publishing tests need: nginx (with its brotli module where Debian has it), Caddy, Apache,
# OpenSSH's server and ssh-keygen, rsync. None of them is started as a service, here or at the next boot:
# the tests run their own, on loopback. Where a package is missing, it is installed if apt-get may be used, else named.
set -eu

# Servers lie in sbin, which not everybody's PATH has.
PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin

has() {
    command -v "$1" >/dev/null 2>&1
}

# Only Debian's nginx has the module as a package; elsewhere gzip alone is tried.
has_brotli() {
    has apt-cache || return 0
    [ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] && return 0
    [ -z "$(apt-cache policy libnginx-mod-http-brotli-static 2>/dev/null)" ]
}

# Caddy is not in every release; its tests say so where it is missing.
has_caddy() {
    has caddy && return 0
    has apt-cache || return 0
    [ -z "$(apt-cache policy caddy 2>/dev/null)" ]
}

# Sets `packages` (Debian's names) and `sentence` (for people elsewhere).
find_missing() {
    packages='' sentence=''
    has nginx || { packages="$packages nginx"; sentence="$sentence, nginx"; }
    has_brotli || packages="$packages libnginx-mod-http-brotli-static"
    has_caddy || packages="$packages caddy"
    has apache2 || has httpd || { packages="$packages apache2"; sentence="$sentence, Apache"; }
    has sshd || { packages="$packages openssh-server"; sentence="$sentence, OpenSSH's server"; }
    has ssh-keygen || { packages="$packages openssh-client"; sentence="$sentence, ssh-keygen of OpenSSH"; }
    has rsync || { packages="$packages rsync"; sentence="$sentence, rsync"; }
    packages=${packages# } sentence=${sentence#, }
}

# Debian starts a server once it is installed, unless this file says no (invoke-rc.d(8)).
policy=/usr/sbin/policy-rc.d
install_quietly() {
    ours=
    if [ ! -e "$policy" ]; then
        ours=yes
        printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
        $as_root chmod 755 "$policy"
    fi
    status=0
    # shellcheck disable=SC2086 # several words on purpose
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages || status=$?
    [ -z "$ours" ] || $as_root rm -f "$policy"
    [ -d /run/systemd/system ] || return "$status"
    for pair in nginx:nginx caddy:caddy apache2:apache2 openssh-server:ssh; do
        case " $packages " in *" ${pair%%:*} "*) $as_root systemctl disable "${pair#*:}" || true ;; esac
    done
    return "$status"
}

find_missing
[ -n "$packages" ] || exit 0
if ! has apt-get; then
    [ -n "$sentence" ] || exit 0
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
find_missing # now that it is known which packages there are
echo "Installing system packages that the tests need: $packages"
install_quietly
find_missing
if [ -n "$sentence" ]; then
    echo "After installing system packages this is still missing: $sentence." >&2
    exit 1
fi
