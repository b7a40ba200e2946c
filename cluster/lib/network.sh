# The network that joins the machine, the control plane and the nodes: one bridge, everything else in namespaces.
# shellcheck shell=bash disable=SC2154 # settings.sh

network_up() {
  if ip link show "$bridge" >/dev/null 2>&1; then return; fi
  ip link add "$bridge" type bridge
  ip link set "$bridge" up
  ip addr add "$machine_ip4/24" dev "$bridge"
  ip addr add "$machine_ip6/64" dev "$bridge" nodad
  sysctl_remember net.ipv4.ip_forward 1
  sysctl_remember net.ipv6.conf.all.forwarding 1
  # Only what leaves the cluster for somewhere else gets the machine's address.
  nft -f - <<END
table inet $nft_table {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname != "$bridge" ip saddr { $node_net4, $pod_net4 } masquerade
    oifname != "$bridge" ip6 saddr { $node_net6, $pod_net6 } masquerade
  }
}
END
}

network_down() {
  local link
  if ip link show "$bridge" >/dev/null 2>&1; then
    for link in $(ip -o link show master "$bridge" | awk -F'[ :@]+' '{ print $2 }'); do ip link del "$link"; done
    ip link del "$bridge"
  fi
  if ip netns list | grep -qw "$control_netns"; then ip netns del "$control_netns"; fi
  if nft list table inet "$nft_table" >/dev/null 2>&1; then nft delete table inet "$nft_table"; fi
  sysctl_restore
}

# The machine's settings are put back on the way down.
sysctl_remember() {
  if ! grep -q "^$1=" "$state/sysctl" 2>/dev/null; then printf '%s=%s\n' "$1" "$(sysctl -n "$1")" >>"$state/sysctl"; fi
  sysctl -qw "$1=$2"
}

sysctl_restore() {
  if [[ -f $state/sysctl ]]; then
    sysctl -qp "$state/sysctl"
    rm "$state/sysctl"
  fi
}

# network_join LINK NETNS IP4 IP6: a link from the bridge into a namespace (a name, or a process's number) as its eth0.
network_join() {
  local link=$1 netns=$2 ip4=$3 ip6=$4 target=(nsenter --net="/run/netns/$2")
  if [[ $netns =~ ^[0-9]+$ ]]; then target=(nsenter --target "$netns" --net); fi
  ip link add "$link" type veth peer name eth0 netns "$netns"
  ip link set "$link" master "$bridge" up
  "${target[@]}" ip -batch - <<END
link set lo up
link set eth0 up
addr add $ip4/24 dev eth0
addr add $ip6/64 dev eth0 nodad
route add default via $machine_ip4
route add default via $machine_ip6
END
}

# Every party reaches the pods of a node through that node.
network_pod_routes() {
  local node
  for node in $(node_names); do
    if [[ $node == "${1:-}" ]]; then continue; fi
    printf 'route replace %s via %s\n' "$(node_pods4 "$node")" "$(node_ip4 "$node")"
    printf 'route replace %s via %s\n' "$(node_pods6 "$node")" "$(node_ip6 "$node")"
  done
}

network_control() {
  ip netns add "$control_netns"
  network_join yd-control "$control_netns" "$control_ip4" "$control_ip6"
  network_pod_routes | ip netns exec "$control_netns" ip -batch -
  network_pod_routes | ip -batch -
}

# A node that is cut keeps its link up and hears nothing: a switch that died, not a cable that was pulled.
network_cut() { ip link set "yd-$1" nomaster; }
network_rejoin() { ip link set "yd-$1" master "$bridge"; }
