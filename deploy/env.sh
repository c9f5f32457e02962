#!/usr/bin/env bash
# Make the environment: `deploy/env.sh` (to serve) or `deploy/env.sh test` (to test as well).
#
# System libraries come from apt-get where this user may install them; where not, their names are printed and the work
# goes on, since only the PDF needs them. Python packages go into .venv by hash, and only when their list has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:-base}
python=${PYTHON:-python3}
serve_packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore fonts-liberation2 fonts-dejavu-core)
test_packages=(poppler-utils chromium postgresql)

say() { echo "make env: $*" >&2; }

has_library() {
    # Not a pipe into grep -q: it would close early and pipefail would call that a failure.
    [[ $loader_cache == *"$1"* ]]
}

has_font() {
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.local/share/fonts" -path "*$1" -print -quit 2>/dev/null)" ]
}

# Debian 13 has the second Liberation under the first one's name.
has_liberation2() {
    has_font "liberation2/LiberationSerif-Regular.ttf" && return
    local version
    version=$(dpkg-query -W -f='${Version}' fonts-liberation 2>/dev/null) || return 1
    dpkg --compare-versions "$version" ge 1:2
}

# Things are looked for, not packages: whatever brought them, they do.
has() {
    case $1 in
        libpango-1.0-0) has_library libpango-1.0.so.0 ;;
        libpangoft2-1.0-0) has_library libpangoft2-1.0.so.0 ;;
        libharfbuzz-subset0) has_library libharfbuzz-subset.so.0 ;;
        fonts-croscore) has_font /Tinos-Regular.ttf ;;
        fonts-liberation2) has_liberation2 ;;
        fonts-dejavu-core) has_font /DejaVuSans.ttf ;;
        poppler-utils) command -v pdftotext >/dev/null ;;
        chromium) [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ;;
        postgresql) deploy/with-postgres.sh --bindir >/dev/null 2>&1 ;;
        python3-venv) "$python" -c 'import ensurepip, venv' 2>/dev/null ;;
        *) return 1 ;;
    esac
}

look_for_missing() {
    missing=()
    loader_cache=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
    local package
    for package in "$@"; do
        has "$package" || missing+=("$package")
    done
}

# Prints the command that installs as this user, or fails.
installer() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        echo "env DEBIAN_FRONTEND=noninteractive apt-get"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get"
    else
        return 1
    fi
}

install_packages() {
    local apt
    apt=$(installer) || return 1
    say "cài gói hệ thống: $*"
    # $apt is a command with its words. One by one, so that a package this release lacks does not stop the others.
    $apt update -qq >&2 || say "không cập nhật được danh mục gói, thử với danh mục đang có"
    $apt install -y -qq --no-install-recommends "$@" >&2 && return
    local package
    for package in "$@"; do
        $apt install -y -qq --no-install-recommends "$package" >&2 && continue
        [ "$package" = fonts-liberation2 ] && $apt install -y -qq --no-install-recommends fonts-liberation >&2 && continue
        say "không cài được gói $package"
    done
}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "cần Python 3.11 trở lên (lệnh \"$python\"); trên Debian/Ubuntu: apt-get install python3. Chọn bản khác: make env PYTHON=python3.12"
    exit 1
fi

wanted=("${serve_packages[@]}")
[ "$kind" = test ] && wanted+=("${test_packages[@]}")
[ -x .venv/bin/python ] || wanted+=(python3-venv)
look_for_missing "${wanted[@]}"
# What could not be installed today is not tried again before tomorrow: asking the archive takes longer than all else.
tried=.venv/.packages-tried
if [ ${#missing[@]} -gt 0 ] && [ "$(find "$tried" -mtime -1 -exec cat {} + 2>/dev/null)" != "${missing[*]}" ]; then
    install_packages "${missing[@]}" || true
    look_for_missing "${wanted[@]}"
fi
for package in "${missing[@]}"; do
    case $package in
        python3-venv)
            say "Python này thiếu mô-đun venv. Cài gói rồi chạy lại: apt-get install python3-venv"
            exit 1
            ;;
    esac
done
if [ ${#missing[@]} -gt 0 ]; then
    say "THIẾU gói hệ thống, cài bằng quyền quản trị: sudo apt-get install ${missing[*]}"
    case " ${missing[*]} " in *" lib"*) say "vẫn chạy được, nhưng KHÔNG xuất được PDF" ;; esac
    case " ${missing[*]} " in *" fonts-"*) say "PDF có thể thiếu chữ hoặc dấu tiếng Việt" ;; esac
    case " ${missing[*]} " in *" poppler"* | *" chromium"* | *" postgresql"*) say "make test sẽ không chạy hết" ;; esac
fi

# An environment whose interpreter has gone (a system upgrade) is no environment.
if ! .venv/bin/python -c '' 2>/dev/null; then
    say "tạo .venv"
    rm -rf .venv
    "$python" -m venv .venv
fi

if [ ${#missing[@]} -gt 0 ]; then echo "${missing[*]}" >"$tried"; else rm -f "$tried"; fi

# The list, this interpreter and this script's way of installing decide what lies in .venv: their digest is the stamp.
list=requirements/$kind.txt
stamp=.venv/.installed-$kind
state="$(sha256sum "$list" | cut -d' ' -f1) $(readlink -f .venv/bin/python)"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$state" ]; then
    say "cài thư viện Python theo $list"
    rm -f "$stamp"
    # Wheels alone: building from source would fetch build tools that no hash covers. The list is whole, hence --no-deps.
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes --no-deps --only-binary :all: -r "$list"
    echo "$state" >"$stamp"
fi
