# Boots guests in QEMU without libvirt: no acceleration, one processor, as the project's own machines have it.
# shellcheck shell=bash disable=SC2034,SC2154 # $work is lib/common.sh's
guest_pid=''

# guest_start MEMORY QEMU_OPTION...: the serial console is in $guest_log, what is written to fd 7 is typed there.
guest_start() {
  local memory=$1
  shift
  need qemu-system-x86_64=qemu-system-x86 socat=socat curl=curl xorriso=xorriso
  guest_log=$work/guest.log guest_monitor=$work/guest.monitor guest_port=$((20000 + RANDOM % 20000))
  rm -f "$work/guest.in" "$guest_log" "$guest_monitor"
  mkfifo "$work/guest.in"
  guest_started=$(now_ms)
  qemu-system-x86_64 -machine q35 -accel tcg -m "$memory" -smp 1 -display none -no-reboot -nodefaults -vga std \
    -serial stdio -monitor "unix:$guest_monitor,server,nowait" \
    -device virtio-net-pci,netdev=net0,mac=52:54:00:12:34:56 \
    -netdev "user,id=net0,ipv4=on,ipv6=on,hostfwd=tcp:127.0.0.1:$guest_port-:80,hostfwd=tcp:127.0.0.1:$((guest_port + 1))-:22,hostname=by-dhcp" \
    "$@" <"$work/guest.in" >"$guest_log" 2>&1 &
  guest_pid=$!
  exec 7>"$work/guest.in"
}

guest_end() {
  if [[ $guest_pid ]]; then
    kill "$guest_pid" 2>/dev/null || true
    wait "$guest_pid" 2>/dev/null || true
    guest_pid=''
  fi
  exec 7>&-
}

guest_disk() { printf '%s\n' -drive "file=$1,format=${2:-raw},if=virtio,readonly=on"; }
guest_cd() { printf '%s\n' -drive "file=$1,format=raw,if=ide,media=cdrom,readonly=on"; }

# guest_says SECONDS PATTERN: waits for a line on the console.
guest_says() { wait_for "$1" grep -aqE -- "$2" "$guest_log"; }
guest_has() { grep -aqE -- "$1" "$guest_log"; }
guest_types() { printf '%s\n' "$1" >&7; }
guest_power_button() { printf 'system_powerdown\n' | socat -t 1 - "UNIX-CONNECT:$guest_monitor"; }
guest_off() { wait_for "$1" eval "! kill -0 $guest_pid"; }

# seed_iso LABEL DIR FILE
seed_iso() { xorriso -as mkisofs -quiet -volid "$1" -joliet -rational-rock -output "$3" "$2" 2>/dev/null; }
