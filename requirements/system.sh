#!/bin/sh
# System packages, where this machine lets us install them; where it does not, the program runs on its pure-Python fallback.
#   system.sh        libvoikko and its Finnish dictionary (faster morphology)
#   system.sh venv   what `python3 -m venv` needs on Debian
#   system.sh test   a browser, for the test that codes in one, and a database server, for the tests of a store on one;
#                    skipped by name where there is none
set -u

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    as_root sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"' install "$@" >/dev/null 2>&1
}

if [ "${1:-}" = venv ]; then
    install python3-venv || { echo "Please install the package python3-venv and run make again."; exit 1; }
    exit 0
fi

if [ "${1:-}" = test ]; then
    command -v chromium >/dev/null 2>&1 || install chromium || echo "chromium could not be installed: the test in a browser is skipped."
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || install postgresql || echo "postgresql could not be installed: the tests of a store on a server are skipped."
    command -v strace >/dev/null 2>&1 || install strace || echo "strace could not be installed: the test of what is forced to the disk is skipped."
    exit 0
fi

dictionary=$(find /usr/lib/voikko /usr/share/voikko /usr/local/lib/voikko -name mor.vfst 2>/dev/null)
if [ -n "$dictionary" ] && ldconfig -p 2>/dev/null | grep -q 'libvoikko\.so\.1'; then
    exit 0
fi
install libvoikko1 voikko-fi || echo "libvoikko1 and voikko-fi could not be installed: the slower pure-Python morphology (pyvoikko) is used instead."
exit 0
