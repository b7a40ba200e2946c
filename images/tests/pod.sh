# A launcher pod without a Kubernetes: an image under runc as uid 107, without capabilities, on a read-only root.
# shellcheck shell=bash disable=SC2154
# Set before: pod (its name), pod_dir (its bundle).

pod_runc() { (cd "$pod_dir" && runc --root "$work/runc" "$@"); }
pod_exec() { pod_runc exec "$pod" "$@"; }
# In the background, as containerd does it.
pod_start() { pod_runc run --detach --pid-file "$work/pod.pid" "$pod" >"$work/pod.log" 2>&1 </dev/null; }
pod_stopped() { [[ $(pod_runc state "$pod" | jq -r .status) == stopped ]]; }
pod_end() { pod_runc delete --force "$pod" 2>/dev/null || true; }

# Processes that end meanwhile are passed over.
pid_of() { pod_runc ps --format json "$pod" | jq '.[]' | while read -r pid; do
  if [[ $(cat "/proc/$pid/comm" 2>/dev/null) == "$1"* ]]; then echo "$pid"; fi
done; }

# pod_config FILTER [ARGUMENT]...: changes the bundle's configuration with jq.
pod_config() {
  local filter=$1
  shift
  jq "$filter" --args -- "$@" <"$pod_dir/config.json" >"$pod_dir/config.new"
  mv "$pod_dir/config.new" "$pod_dir/config.json"
}
