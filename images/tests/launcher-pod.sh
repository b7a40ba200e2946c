# A pod of the image virt-launcher with what a node gives it: a mounted guest, a tap on a bridge, and a client of its socket.
# shellcheck shell=bash disable=SC2154
# shellcheck source=/dev/null
source "$images/tests/pod.sh"

launcher_uid=7d6a1c1e-0a5b-4f0e-9d3c-2b1f4c5d6e7f
launcher_client=dev/yadori/launcher/client

# launcher_bundle ARCHIVE: makes the bundle of $pod in $pod_dir.
launcher_bundle() {
  local classes=$images/../virt-launcher/target/test-classes guest
  [[ -e $classes/$launcher_client/LauncherClient.class ]] ||
    die "virt-launcher: its client is not built; run ./mvnw -Dquick package first"
  mkdir -p "$work/client/$launcher_client"
  cp "$classes/$launcher_client"/*.class "$work/client/$launcher_client/"
  cp "$images"/tests/virt-launcher/*.txtpb "$work/client/"
  guest=$(image_build guest-tiny)
  unpack "$guest" "$work/guest"
  guest=$(image_build guest-tiny-kernel)
  unpack "$guest" "$work/kernel"
  bundle "$1" "$pod_dir" /usr/bin/virt-launcher --name vm --namespace default --uid "$launcher_uid"
  # shellcheck disable=SC2016 # jq's own variables
  pod_config '
    def writable: {type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=0770", "uid=107", "gid=107"]};
    def bound: {type: "bind", options: ["bind", "ro"]};
    .mounts += [
      (writable | .destination = "/var/run/kubevirt-private"),
      (writable | .destination = "/var/run/kubevirt-ephemeral-disks"),
      (bound | .destination = "/var/run/kubevirt/container-disks/root" | .source = $ARGS.positional[0]),
      (bound | .destination = "/client" | .source = $ARGS.positional[1]),
      (bound | .destination = "/var/run/kubevirt/container-disks/kernel-boot" | .source = $ARGS.positional[2])]
    | .linux.devices += [{path: "/dev/net/tun", type: "c", major: 10, minor: 200, fileMode: 438}]' \
    "$work/guest" "$work/client" "$work/kernel"
}

# What virt-handler does for a card before it asks for the guest.
launcher_network() {
  nsenter --net="/proc/$(<"$work/pod.pid")/ns/net" sh -euc '
    ip link add k6t-eth0 address 02:00:00:00:00:00 mtu 1450 type bridge
    ip address add 10.0.2.1/24 dev k6t-eth0
    ip tuntap add tap0 mode tap user 107 group 107
    ip link set tap0 mtu 1450 master k6t-eth0 up
    ip link set k6t-eth0 up
    echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start'
}

# launcher_call COMMAND...: see LauncherClient.
launcher_call() {
  pod_exec java -Xshare:auto -Djava.library.path=/opt/yadori/native --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp '/opt/yadori/lib/*:/client' dev.yadori.launcher.client.LauncherClient \
    /run/yadori/launcher.sock "$@"
}
launcher_answers() { launcher_call info; }
