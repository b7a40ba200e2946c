# Runs the image as a pod would (uid 107, no capabilities, read-only root) and starts the tiny guest in it.
# shellcheck shell=bash disable=SC2154,SC2317
need runc=runc nsenter=util-linux ip=iproute2 ping=iputils-ping

pod=yadori-test-$$
pod_dir=$work/launcher
# shellcheck source=/dev/null
source "$images/tests/launcher-pod.sh"
launcher_bundle "$archive"
# A test that is interrupted takes its pod along.
trap 'pod_end; work_end' EXIT

# launcher_run COMMAND...: instead of the init, and to its end.
launcher_run() {
  cp "$pod_dir/config.json" "$work/config.json"
  # shellcheck disable=SC2016 # jq's own variable
  pod_config '.process.args = $ARGS.positional' "$@"
  local status=0
  pod_run "$pod_dir" "$pod-once" || status=$?
  cp "$work/config.json" "$pod_dir/config.json"
  return "$status"
}
tools_are_there() {
  # shellcheck disable=SC2016 # the image's shell expands it
  launcher_run sh -c 'for program in qemu-img xorriso prlimit virsh; do command -v "$program" || exit 1; done'
}
# Nothing after -version is looked at, so it has to be the last; the name of the main class gives way to it.
archive_is_used() {
  launcher_run sh -c 'sed "s/-Xshare:auto/-Xshare:on/;\$d" /opt/yadori/java.args >/tmp/args
    grep -q Xshare:on /tmp/args && java @/tmp/args -version'
}
# Of the JVM that runs now. Arrays and what is made at run time are not counted.
classes_are_shared() {
  local pid
  pid=$(awk '$1 == "NSpid:" { print $NF }' "/proc/$(pid_of java)/status")
  pod_exec jcmd "$pid" VM.classes | awk '/^0x/ && $NF !~ /[[\/]/ { all++; if (NF == 5 && $4 ~ /S/) shared++ }
    END { print shared + 0, "of", all + 0, "classes are from the archive"; exit !(all && shared >= all * 0.95) }'
}
natives_are_unpacked() {
  local native
  for native in libjnidispatch.so libnetty_transport_native_epoll_x86_64.so; do
    chroot "$pod_dir/rootfs" ldd "/opt/yadori/native/$native" | grep 'libc.so.6 =>'
  done
}
answers_info() { launcher_call info | grep "object_uid: \"$launcher_uid\""; }
socket_is_there() { [[ -S /proc/$(<"$work/pod.pid")/root/run/yadori/launcher.sock ]]; }
guest_starts() { launcher_call start /client/launch.txtpb | grep 'state: STATE_RUNNING'; }
guest_says_on_line() { launcher_call console "$@"; }
guest_has_its_address() { nsenter --net="/proc/$(<"$work/pod.pid")/ns/net" ping -c 1 -W 1 10.0.2.2; }
guest_has_its_name() {
  guest_says_on_line 20 'yadori-guest: ready' '' 'login: ' root 'Password:' open '# ' \
    'cat /sys/class/dmi/id/product_serial; hostname; grep search /etc/resolv.conf' SN-1 '' tiny
}
nothing_is_unpacked() {
  local left
  left=$(pod_exec find /tmp /run/yadori -name '*.so')
  echo "$left"
  [[ -z $left ]]
}
java_pid() { pid_of java; }
launcher_comes_back() {
  local before=$1 guest=$2
  kill -KILL "$before"
  wait_for 20 eval "[[ \$(pid_of java) && \$(pid_of java) != $before ]]"
  wait_for 20 launcher_call watch 10 STATE_RUNNING
  kill -0 "$guest"
}
pod_ends_well() {
  pod_runc kill "$pod" TERM
  wait_for 40 pod_stopped
}

check "virt-launcher: has the programs that it calls" tools_are_there
check "virt-launcher: its class archive is used, and its arguments are taken" archive_is_used
check "virt-launcher: native libraries lie in it, not in jars" natives_are_unpacked
check "virt-launcher: knows what it consists of" grep -q '^pkg:maven/io.grpc/grpc-netty@' "$pod_dir/rootfs/usr/share/yadori/sbom.txt"

started=$(now_ms)
check "virt-launcher: the pod starts" pod_start
check "virt-launcher: its socket is there" wait_for 20 socket_is_there
note "its socket is there $(($(now_ms) - started)) ms after the start of the pod"
check "virt-launcher: says who it is" answers_info
check "virt-launcher: a node's network is made for it" launcher_network
started=$(now_ms)
check "virt-launcher: starts a guest" guest_starts
note "it runs $(($(now_ms) - started)) ms after it was asked for, the client's own start included"
check "virt-launcher: the guest is at its prompt" guest_says_on_line 60 'login: '
note "its prompt is there $(($(now_ms) - started)) ms after it was asked for"
check "virt-launcher: the guest has the address that DHCP gave it" wait_for 20 guest_has_its_address
check "virt-launcher: the guest has the serial number that was asked for" guest_has_its_name
check "virt-launcher: asked again, it leaves the guest alone" guest_starts
check "virt-launcher: nothing is unpacked at run time" nothing_is_unpacked
check "virt-launcher: 95 of 100 classes come from the archive" classes_are_shared
note "$(<"$work/check.log")"
note "JVM: $(memory "$(java_pid)" Rss) KiB RSS, $(memory "$(java_pid)" Pss) PSS, $(memory "$(java_pid)" Anonymous) anonymous," \
  "$(($(memory "$(java_pid)" Private_Clean) + $(memory "$(java_pid)" Private_Dirty))) private"
check "virt-launcher: killed, it comes back and finds the guest" launcher_comes_back "$(java_pid)" "$(pid_of qemu-system)"
check "virt-launcher: a pod that is deleted ends with its guest" pod_ends_well
sed 's/^/        /' "$work/pod.log" | tail -n 20
pod_end
kernel_boots() {
  pod_start
  wait_for 20 answers_info
  launcher_network
  launcher_call start /client/kernel.txtpb
  guest_says_on_line 60 SeaBIOS '' 'yadori-guest: ready' '' 'login: ' root 'Password:' yadori '# ' \
    'cat /proc/cmdline' ' yadori.test'
}
check "virt-launcher: boots a kernel from an image, its BIOS on the serial line" kernel_boots
pod_end
trap work_end EXIT
rm -rf "$pod_dir" "$work/guest" "$work/kernel"
