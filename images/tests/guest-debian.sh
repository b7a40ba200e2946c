# Boots Debian once with a NoCloud seed; a minute or two without acceleration, hence only with --slow.
# shellcheck shell=bash disable=SC2154,SC2317
debian=$work/debian
unpack "$archive" "$debian"
disk=$debian/disk/disk.qcow2
need qemu-img=qemu-utils

disk_is_whole() { qemu-img check -q "$disk" && qemu-img info "$disk"; }
check "guest-debian: the disk is whole" disk_is_whole
check "guest-debian: the disk belongs to 107 and is read-only" bash -c "[[ \$(stat -c '%u:%g %a' '$disk') == '107:107 440' ]]"

if [[ ! ${slow:-} ]]; then
  skip "guest-debian: boot (--slow)"
else
  mkdir -p "$work/seed"
  cat >"$work/seed/user-data" <<'END'
#cloud-config
password: s3cret
chpasswd: {expire: false}
runcmd:
  - |
    {
      echo "probe: name $(hostname)"
      echo "probe: address $(ip -4 -o addr show scope global | awk '{print $4}' | head -n1)"
      echo "probe: root $(findmnt -no SIZE / | tr -d ' ')"
      echo "probe: agent $(dpkg-query -W -f '${Status}' qemu-guest-agent)"
      echo "probe: ssh $(systemctl is-active ssh)"
      echo "probe: failed $(systemctl list-units --failed --no-legend --plain | tr '\n' ' ')"
      echo "probe: end"
    } >/dev/ttyS0
END
  printf 'instance-id: one\nlocal-hostname: from-nocloud\n' >"$work/seed/meta-data"
  seed_iso cidata "$work/seed" "$work/seed.iso"

  debian_prompt() {
    guest_says 300 'login: ' && note "$1: prompt $(($(now_ms) - guest_started)) ms after power-on" >&3
  }
  debian_login() {
    guest_types debian && guest_says 30 'Password:' && guest_types s3cret && guest_says 60 'debian@from-nocloud'
  }
  debian_power_off() { guest_power_button && guest_off 90; }
  trap 'guest_end; work_end' EXIT
  exec 3>&1
  mapfile -t options < <(guest_disk "$work/seed.iso")
  qemu-img create -q -f qcow2 -b "$disk" -F qcow2 "$work/overlay.qcow2" 4G
  guest_start 512 -drive "file=$work/overlay.qcow2,format=qcow2,if=virtio" "${options[@]}"
  check "guest-debian: boots on a BIOS" debian_prompt "Debian, BIOS"
  check "guest-debian: commands have run" guest_says 300 'probe: end'
  check "guest-debian: host name from meta-data" guest_has 'probe: name from-nocloud'
  check "guest-debian: address by DHCP" guest_has 'probe: address 10.0.2.15/24'
  check "guest-debian: root has grown to the disk" guest_has 'probe: root 3\.[0-9]G'
  check "guest-debian: qemu-guest-agent is installed" guest_has 'probe: agent install ok installed'
  check "guest-debian: ssh runs" guest_has 'probe: ssh active'
  check "guest-debian: no unit has failed" guest_has '^probe: failed *.?$'
  check "guest-debian: the default user logs in" debian_login
  check "guest-debian: the power button turns it off" debian_power_off
  guest_end

  need /usr/share/OVMF/OVMF_CODE_4M.fd=ovmf
  cp /usr/share/OVMF/OVMF_VARS_4M.fd "$work/vars.fd"
  guest_start 512 -snapshot -drive "file=$disk,format=qcow2,if=virtio" "${options[@]}" \
    -drive if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd \
    -drive "if=pflash,format=raw,unit=1,file=$work/vars.fd"
  check "guest-debian: boots on UEFI" guest_says 300 'Linux version|login: '
  guest_end
  exec 3>&-
  trap work_end EXIT
fi
rm -rf "$debian"
