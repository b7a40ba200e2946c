# Kernel and initramfs as files: booted directly, and the guest's YAML reader run on this machine.
# shellcheck shell=bash disable=SC2154,SC2317
kernel_dir=$work/kernel
unpack "$archive" "$kernel_dir"
need cpio=cpio lz4=lz4
mkdir -p "$kernel_dir/initrd"
(cd "$kernel_dir/initrd" && lz4 -dc "$kernel_dir/boot/initrd" | cpio --quiet -id --no-absolute-filenames)
guest_awk() { "$kernel_dir/initrd/bin/busybox" awk "$@"; }
guest_yaml() { guest_awk -f "$kernel_dir/initrd/lib/yadori/yaml.awk" "$1"; }

yaml_is_read() { diff <(guest_yaml "$images/tests/yaml/user-data.yaml") "$images/tests/yaml/user-data.flat"; }
network_is_planned() {
  diff <(guest_yaml "$images/tests/yaml/network-config.yaml" |
    guest_awk -v nics="eth0 52:54:00:aa:00:01 eth1 52:54:00:aa:00:02" -f "$kernel_dir/initrd/lib/yadori/network.awk") \
    "$images/tests/yaml/network-config.plan"
}
kernel_prompt() {
  guest_says 60 'login: ' && note "kernel boot: prompt $(($(now_ms) - guest_started)) ms after power-on" >&3
}
ssh_answers() { wait_for 10 eval "timeout 2 head -c 8 </dev/tcp/127.0.0.1/$((guest_port + 1)) | grep -a SSH-2.0"; }

check "guest-tiny-kernel: its YAML reader" yaml_is_read
check "guest-tiny-kernel: its reader of network-config" network_is_planned
trap 'guest_end; work_end' EXIT
exec 3>&1
guest_start 96 -kernel "$kernel_dir/boot/vmlinuz" -initrd "$kernel_dir/boot/initrd" -append 'console=ttyS0 quiet cryptomgr.notests'
check "guest-tiny-kernel: boots without a disk" kernel_prompt
check "guest-tiny-kernel: is ready" guest_says 30 'yadori-guest: ready'
check "guest-tiny-kernel: an ssh server answers" ssh_answers
guest_end
exec 3>&-
trap work_end EXIT
rm -rf "$kernel_dir"
