# What the image tests share: counting, unpacking an archive, running it as a pod would.
# shellcheck shell=bash disable=SC2154 # $work is lib/common.sh's
# shellcheck disable=SC2034 # read by images/test
passed=0 failed=0 skipped=0

# check WHAT COMMAND...: one test. Its output is shown only when it fails.
check() {
  local what=$1
  shift
  local status traps
  # Not in the condition itself: bash would then run the whole test without errexit.
  traps=$(trap -p ERR)
  trap - ERR
  set +e
  (
    set -e
    "$@"
  ) >"$work/check.log" 2>&1
  status=$?
  set -e
  eval "$traps"
  if ((status == 0)); then
    passed=$((passed + 1))
    printf 'ok      %s\n' "$what"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n' "$what"
    tail -n 20 "$work/check.log" | sed 's/^/        /'
  fi
}

skip() {
  skipped=$((skipped + 1))
  printf 'skipped %s\n' "$1"
}

note() { printf '        %s\n' "$*"; }

# unpack ARCHIVE DIR: applies the layers in order.
unpack() {
  local archive=$1 dir=$2 layer
  mkdir -p "$dir"
  while IFS= read -r layer; do
    tar --extract --to-stdout --file="$archive" "$layer" >"$work/unpack.tar.gz"
    layer_apply "$work/unpack.tar.gz" "$dir"
  done < <(tar --extract --to-stdout --file="$archive" manifest.json | jq -r '.[0].Layers[]')
}

archive_config() {
  local config
  config=$(tar --extract --to-stdout --file="$1" manifest.json | jq -r '.[0].Config')
  tar --extract --to-stdout --file="$1" "$config"
}

# bundle ARCHIVE DIR [ARGUMENT]...: an OCI bundle that runs the image like a pod without any privilege: its own user, no
# capabilities, no new ones, a root file system that is read-only but for /run/yadori and /tmp.
bundle() {
  local archive=$1 dir=$2
  shift 2
  unpack "$archive" "$dir/rootfs"
  (cd "$dir" && runc spec)
  archive_config "$archive" >"$dir/image.json"
  jq --slurpfile image "$dir/image.json" '
    ($image[0].config) as $c | (($c.User // "0:0") | split(":") | map(tonumber)) as $user
    | .process.terminal = false | .process.user = {uid: $user[0], gid: $user[1]}
    | .process.env = $c.Env | .process.args = (($c.Entrypoint // []) + $ARGS.positional)
    | .process.capabilities = {bounding: [], effective: [], permitted: [], ambient: []}
    | .process.noNewPrivileges = true | .process.rlimits = [] | del(.process.oomScoreAdj) | del(.linux.resources)
    | .root.readonly = true
    | .linux.namespaces |= map(select(.type != "cgroup"))
    | .mounts |= map(select(.type != "cgroup"))
    | .mounts += [
        {destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=1777"]},
        {destination: "/run/yadori", type: "tmpfs", source: "tmpfs",
         options: ["nosuid", "nodev", "mode=0770", "uid=\($user[0])", "gid=\($user[1])"]}]' \
    --args -- "$@" <"$dir/config.json" >"$dir/config.new"
  mv "$dir/config.new" "$dir/config.json"
}

# pod_run DIR [RUNC_OPTION]... NAME: runs a bundle in the foreground, for a minute at most.
pod_run() {
  local dir=$1 status=0
  shift
  timeout --signal=KILL 60 runc --root "$work/runc" run --bundle "$dir" "$@" </dev/null || status=$?
  # SIGKILL ends runc and not its container.
  runc --root "$work/runc" delete --force "${*: -1}" 2>/dev/null || true
  return "$status"
}

# The sum of a field of /proc/PID/smaps_rollup, in KiB.
memory() {
  awk -v field="$2:" '$1 == field { sum += $2 } END { print sum + 0 }' "/proc/$1/smaps_rollup"
}

now_ms() { printf '%s\n' "$((${EPOCHREALTIME/./} / 1000))"; }

# wait_for SECONDS COMMAND...: polls until the command succeeds.
wait_for() {
  local until=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < until)) || return 1
    sleep 0.05
  done
}
