# Messages, folders and clean-up shared by every script under images/.
# shellcheck shell=bash disable=SC2034 # read by the other parts
# Sourced, never run.

YADORI_CACHE=${YADORI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/yadori}
YADORI_REGISTRY=${YADORI_REGISTRY:-localhost}
YADORI_TAG=${YADORI_TAG:-dev}
YADORI_SUITE=trixie
update_locks=''

# Every time stamp that would otherwise be "now" becomes this one, so that the same inputs give the same bytes.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1767225600} # 2026-01-01T00:00:00Z
export LC_ALL=C TZ=UTC

# Progress belongs on stderr: stdout carries only the paths of finished archives.
log() { printf '%s\n' "images: $*" >&2; }
warn() { printf '%s\n' "images: warning: $*" >&2; }
die() {
  printf '%s\n' "images: error: $*" >&2
  exit "$reported"
}

# A command that fails without a word of ours still gives one line that names it; the shells above say nothing more.
reported=64
set -E
trap 'failed_at "$?" "${BASH_SOURCE[0]##*/}:$LINENO" "$BASH_COMMAND"' ERR
failed_at() {
  if [[ $1 != "$reported" ]]; then die "$2: '${3%%$'\n'*}' ended with status $1"; fi
  exit "$reported"
}

image_ref() { printf '%s/yadori-%s:%s\n' "$YADORI_REGISTRY" "$1" "$YADORI_TAG"; }

human() { numfmt --to=iec-i --suffix=B --format=%.1f "$1"; }

# --- temporary work -----------------------------------------------------------------------------------------------

work=''

# One folder per run, removed however the run ends. It lies in the cache, so that a finished file is moved by rename.
work_begin() {
  mkdir -p "$YADORI_CACHE"/{tmp,locks,layers,images}
  work_sweep
  work=$(mktemp -d "$YADORI_CACHE/tmp/$$.XXXXXX")
  trap work_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

work_end() {
  local status=$?
  trap - EXIT
  if [[ -n $work ]]; then rm -rf --one-file-system "$work"; fi
  exit "$status"
}

# What a run that was killed with SIGKILL left behind: no live process has its number and it is an hour old.
work_sweep() {
  local left pid
  while IFS= read -r left; do
    pid=${left##*/}
    pid=${pid%%.*}
    [[ -d /proc/$pid ]] || rm -rf --one-file-system "$left"
  done < <(find "$YADORI_CACHE/tmp" -mindepth 1 -maxdepth 1 -mmin +60)
}

# Runs a command in mount and PID namespaces of its own: whatever it mounts or leaves running is gone when it ends,
# also when it is killed half-way. It runs in the background because bash acts on signals only while it waits.
contained() (
  # A background process of bash does not see Ctrl-C, so it is passed on.
  trap 'kill "$pid" 2>/dev/null; exit 143' INT TERM HUP
  unshare --mount --pid --fork --kill-child --mount-proc --propagation private -- "$@" &
  pid=$!
  wait "$pid"
)

# with_lock NAME COMMAND...: two runs that want the same thing build it once.
with_lock() {
  local name=$1
  shift
  (
    exec 9>"$YADORI_CACHE/locks/$name"
    if ! flock --nonblock 9; then
      log "$name: another run is building it, waiting"
      flock 9
    fi
    "$@" 9>&-
  )
}

# --- host programs ------------------------------------------------------------------------------------------------

# need PROGRAM=PACKAGE...: installs the Debian package of each program that is missing.
need() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || [[ -e ${pair%%=*} || -x /usr/sbin/${pair%%=*} ]] || missing+=("${pair#*=}")
  done
  ((${#missing[@]})) || return 0
  [[ $EUID == 0 ]] || die "missing Debian packages and not root to install them: ${missing[*]}"
  log "installing ${missing[*]}"
  with_lock apt install_packages "${missing[@]}"
}

install_packages() {
  local logfile=$work/apt-install.log
  if ! DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >"$logfile" 2>&1; then
    apt-get update >>"$logfile" 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$logfile" 2>&1 ||
      die "apt-get could not install $*: $(grep -m1 '^E:' "$logfile" || tail -n1 "$logfile")"
  fi
}
