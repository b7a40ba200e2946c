# A node: namespaces of its own (mount, network, PID, UTS, IPC, cgroup) held by a small init, over a private view of the
# machine's root file system.
# shellcheck shell=bash disable=SC2154 # settings.sh

node_start() {
  local node=$1 dir pid
  dir=$(node_dir "$node")
  mkdir -p "$dir"/{containerd,kubelet,log,local,root} "$state/shared"
  cgroup_make "$node"
  pid=$(node_unshare "$node" "$dir")
  cgroup_delegate "$node"
  printf '%s\n' "$pid" "$(process_start_time "$pid")" >"$state/run/init@$node.pid"
  # Links can only be put into a namespace that exists; the init goes on when it has one.
  network_join "yd-$node" "$pid" "$(node_ip4 "$node")" "$(node_ip6 "$node")"
  network_pod_routes "$node" | nsenter --target "$pid" --net ip -batch -
  nsenter --target "$pid" --net sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
    net.ipv6.conf.default.accept_dad=0
  await 20 "the root file system of $node" test -e "/proc/$pid/root/run/yadori-node"
}

# Prints the number, as the machine sees it, of the process that is PID 1 of the node.
node_unshare() {
  local node=$1 dir=$2 script
  script="$(cgroup_enter "$node")exec unshare --mount --net --pid --uts --ipc --cgroup --propagation private --fork \
    bash '$cluster/lib/node-init' '$node' '$dir' '$state/shared' \
    '$(component_bin kubernetes)' '$(component_bin containerd)' '$(component_bin cni)'"
  setsid bash -c "$script" </dev/null >>"$state/log/init@$node.log" 2>&1 9>&- &
  local outer=$! limit=$((SECONDS + 10)) pid=''
  until pid=$(pgrep --parent "$outer" 2>/dev/null) && [[ $pid ]]; do
    if ((SECONDS >= limit)) || [[ ! -d /proc/$outer ]]; then
      die "$node: its namespaces were refused: $(tail -n1 "$state/log/init@$node.log")"
    fi
    sleep 0.05
  done
  printf '%s\n' "$pid"
}

