# Runs the image as a pod would run it: uid 107, no capabilities, read-only root, and starts an emulated domain in it.
# shellcheck shell=bash disable=SC2154,SC2317
need runc=runc

pod=yadori-test-$$
pod_dir=$work/pod
bundle "$archive" "$pod_dir" sh -c 'sleep 600; exit 7'
cp "$images/tests/domain.xml" "$pod_dir/rootfs/domain.xml"

# shellcheck source=/dev/null
source "$images/tests/pod.sh"
# A test that is interrupted takes its pod along.
trap 'pod_end; work_end' EXIT

one_emulator() {
  local found
  found=$(cd "$pod_dir/rootfs" && find usr/bin usr/sbin usr/libexec -name 'qemu-system-*' -o -name 'qemu-kvm')
  echo "$found"
  [[ $found == usr/bin/qemu-system-x86_64 ]]
}
no_missing_libraries() {
  local missing
  missing=$(cd "$pod_dir/rootfs" && find usr/bin/qemu-* usr/sbin/libvirtd usr/bin/virsh usr/bin/xorriso usr/bin/s6-svscan usr/sbin/nft \
    usr/lib/x86_64-linux-gnu/{qemu,libvirt} -type f -executable -o -name '*.so' | while read -r file; do
    chroot . ldd "/$file" 2>/dev/null | sed -n "s|not found|$file|p"
  done)
  echo "$missing"
  [[ -z $missing ]]
}
domain_starts() { pod_exec virsh create /domain.xml && [[ $(pod_exec virsh domstate probe | head -n1) == running ]]; }
libvirtd_comes_back() {
  local before
  before=$(pid_of libvirtd)
  kill -KILL "$before"
  wait_for 20 pod_exec virsh domstate probe
  [[ $(pid_of libvirtd) != "$before" && $(pod_exec virsh domstate probe | head -n1) == running && $(pid_of qemu-system) == "$1" ]]
}
launcher_runs() { [[ $(pid_of sh) ]]; }
launcher_comes_back() {
  kill -KILL "$(pid_of sh)"
  wait_for 10 launcher_runs
  kill -0 "$1"
}
sigterm_is_passed_on() {
  pod_runc kill "$pod" TERM
  wait_for 10 pod_exec test -e /run/yadori/terminating
  wait_for 10 grep -q 'status 256, signal 15' "$work/pod.log"
}
# The launcher says that the guest has ended: the container ends with its status.
pod_ends_with() {
  local status=$1 got=0
  jq --arg exit "exit $status" '.process.args[-1] = $exit' "$pod_dir/config.json" >"$pod_dir/new"
  mv "$pod_dir/new" "$pod_dir/config.json"
  pod_run "$pod_dir" "$pod-$status" || got=$?
  echo "ended with $got"
  [[ $got == "$status" ]]
}
java_shares() {
  jq '.process.args = ["java", "-Xshare:on", "-XX:+UseSerialGC", "-version"]' "$pod_dir/config.json" >"$pod_dir/new"
  mv "$pod_dir/new" "$pod_dir/config.json"
  pod_run "$pod_dir" "$pod-java"
}

check "launcher-base: one emulator" one_emulator
check "launcher-base: no library is missing" no_missing_libraries
check "launcher-base: no systemd, D-Bus or polkit" bash -c "! ls '$pod_dir'/rootfs/usr/{lib/systemd/systemd,bin/dbus-daemon,lib/polkit-1/polkitd} 2>/dev/null"
started=$(now_ms)
check "launcher-base: the pod starts as uid 107 without capabilities" pod_start
check "launcher-base: libvirtd answers" wait_for 30 pod_exec virsh list
note "libvirtd answers $(($(now_ms) - started)) ms after the start of the pod"
started=$(now_ms)
check "launcher-base: an emulated domain starts" domain_starts
note "the first domain runs $(($(now_ms) - started)) ms after it is asked for, emulator unknown to libvirt"
check "launcher-base: libvirtd remembers the emulator" pod_exec sh -c 'ls /run/yadori/cache/libvirt/qemu/cache/capabilities/*.xml'
for process in s6-svscan s6-supervise libvirtd qemu-system; do
  for pid in $(pid_of "$process"); do note "$process: $(memory "$pid" Anonymous) KiB anonymous, $(memory "$pid" Pss) KiB PSS"; done
done
guest_pid=$(pid_of qemu-system)
check "launcher-base: libvirtd killed, comes back and finds the same guest" libvirtd_comes_back "$guest_pid"
check "launcher-base: launcher killed, comes back and the guest goes on" launcher_comes_back "$guest_pid"
check "launcher-base: SIGTERM reaches the launcher" sigterm_is_passed_on
pod_end
check "launcher-base: launcher exits with 0, so does the container" pod_ends_with 0
check "launcher-base: launcher exits with 90, so does the container" pod_ends_with 90
check "launcher-base: jvm-base's class archive is used" java_shares
trap work_end EXIT
rm -rf "$pod_dir"
