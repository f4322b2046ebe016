#!/bin/sh
# Browser tests need Chromium: use the one that is there, install the system's package where that is allowed,
# and say plainly what is missing where it is not.
set -eu

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "installing Chromium from the system's packages"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
elif command -v apt-get >/dev/null 2>&1 && command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    echo "installing Chromium from the system's packages"
    sudo apt-get update -qq
    sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
    echo "Chromium is missing and cannot be installed from here: the browser tests will not run." >&2
    echo "Install it with your system's packages (Debian: apt-get install chromium) and run make test again." >&2
    if [ -n "${CI:-}" ]; then exit 1; fi
fi
