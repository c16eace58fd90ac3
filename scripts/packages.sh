# Sourced by the other scripts: how to get what the distribution has, as root or not.
# Nothing is ever installed from anywhere but the distribution's own packages.

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

refuse() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# want_packages "why" package…   installs, or says exactly what to type
want_packages() {
  local why=$1 root=()
  shift
  if [ "$(id -u)" -ne 0 ]; then
    root=(sudo)
    if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && [ ! -t 0 ]; }; then
      refuse "$why. As an administrator, type:  apt-get install -y $*   and then the same make command again."
    fi
  fi
  command -v apt-get >/dev/null || refuse "$why. This system has no apt-get: install the counterpart of: $*"
  say "Installing from the distribution's packages: $*"
  "${root[@]}" apt-get update -qq || true
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" >&2 ||
    refuse "$why, and installing failed. Try:  apt-get install -y $*"
}
