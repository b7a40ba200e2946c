# Boots the tiny guest with each data source and each way to boot it.
# shellcheck shell=bash disable=SC2154,SC2317
tiny=$work/tiny
unpack "$archive" "$tiny"
disk=$tiny/disk/disk.img

# What the guest is asked to do; the lines with "probe:" are what the checks look at.
tiny_user_data() {
  cat <<'END'
#cloud-config
password: s3cret
chpasswd: {expire: false}
ssh_authorized_keys:
  - ssh-ed25519 AAAAC3Nza someone@somewhere
packages: [nginx]
write_files:
  - path: /srv/index.html
    permissions: "0640"
    content: |
      hello from the guest
bootcmd:
  - [sh, -c, "echo probe: boot command > /dev/console"]
runcmd:
  - httpd -p 80 -h /srv
  - |
    {
      echo "probe: name $(hostname)"
      echo "probe: address $(ip -4 -o addr show dev eth0 | awk '{print $4}')"
      echo "probe: mtu $(cat /sys/class/net/eth0/mtu)"
      echo "probe: file $(stat -c %a /srv/index.html)"
      echo "probe: keys $(grep -c ed25519 /root/.ssh/authorized_keys)"
      for program in ip ping nc httpd wget nslookup telnet top poweroff; do
        command -v $program >/dev/null || echo "probe: no $program"
      done
    } >/dev/console
END
}

mkdir -p "$work/nocloud" "$work/configdrive/openstack/latest"
tiny_user_data >"$work/nocloud/user-data"
printf 'instance-id: one\nlocal-hostname: from-nocloud\n' >"$work/nocloud/meta-data"
cat >"$work/nocloud/network-config" <<'END'
version: 2
ethernets:
  eth0:
    match: {macaddress: "52:54:00:12:34:56"}
    dhcp4: true
    mtu: 1400
END
tiny_user_data >"$work/configdrive/openstack/latest/user_data"
printf '{"uuid": "x", "hostname": "from-configdrive.example",\n "public_keys": {"0": "ssh-ed25519 BBBB other"}}' \
  >"$work/configdrive/openstack/latest/meta_data.json"
cat >"$work/configdrive/openstack/latest/network_data.json" <<'END'
{"links": [{"id": "l0", "type": "phy", "ethernet_mac_address": "52:54:00:12:34:56"}],
 "networks": [{"id": "n0", "link": "l0", "type": "ipv4", "ip_address": "10.0.2.77", "netmask": "255.255.255.0",
   "routes": [{"network": "0.0.0.0", "netmask": "0.0.0.0", "gateway": "10.0.2.2"}]}],
 "services": [{"type": "dns", "address": "10.0.2.3"}]}
END
seed_iso cidata "$work/nocloud" "$work/nocloud.iso"
seed_iso config-2 "$work/configdrive" "$work/configdrive.iso"

tiny_prompt() {
  guest_says 60 'login: ' && note "$1: prompt $(($(now_ms) - guest_started)) ms after power-on" >&3
}
tiny_login() {
  guest_types root && guest_says 10 'Password:' && guest_types "$1" && guest_says 10 'root@.*# '
}
tiny_http() { wait_for 10 eval "curl -fsS http://127.0.0.1:$guest_port/ | grep -qx 'hello from the guest'"; }
tiny_power_off() {
  guest_power_button
  guest_off 10
}
trap 'guest_end; work_end' EXIT
exec 3>&1

mapfile -t options < <(guest_disk "$disk" && guest_disk "$work/nocloud.iso")
guest_start 96 "${options[@]}"
check "guest-tiny: boots as a disk with 96 MiB" tiny_prompt "NoCloud"
check "guest-tiny: NoCloud is read" guest_says 30 'data source nocloud'
check "guest-tiny: commands have run" guest_says 30 'yadori-guest: ready'
check "guest-tiny: bootcmd runs, as a list" guest_has 'probe: boot command'
check "guest-tiny: host name from meta-data" guest_has 'probe: name from-nocloud'
check "guest-tiny: address by DHCP" guest_has 'probe: address 10.0.2.15/24'
check "guest-tiny: MTU from network-config" guest_has 'probe: mtu 1400'
check "guest-tiny: file written with its mode" guest_has 'probe: file 640'
check "guest-tiny: ssh keys" guest_has 'probe: keys 1'
check "guest-tiny: an unsupported key is named" guest_has 'packages is not supported'
check "guest-tiny: all programs are there" bash -c "! grep -a 'probe: no ' '$guest_log'"
check "guest-tiny: httpd answers through the network" tiny_http
check "guest-tiny: root logs in with the given password" tiny_login s3cret
check "guest-tiny: the power button turns it off" tiny_power_off
guest_end

mapfile -t options < <(guest_cd "$disk" && guest_disk "$work/configdrive.iso")
guest_start 96 "${options[@]}"
check "guest-tiny: boots as a CD with 96 MiB" tiny_prompt "ConfigDrive, from CD"
check "guest-tiny: ConfigDrive is read" guest_says 30 'data source configdrive'
check "guest-tiny: commands have run" guest_says 30 'yadori-guest: ready'
check "guest-tiny: host name from meta_data.json" guest_has 'probe: name from-configdrive'
check "guest-tiny: address from network_data.json" guest_has 'probe: address 10.0.2.77/24'
check "guest-tiny: the power button turns it off" tiny_power_off
guest_end

# SCSI and SATA disks appear late; no data source is the longest way to the prompt.
guest_start 96 -device virtio-scsi-pci -drive "file=$disk,format=raw,if=none,id=d0,readonly=on" -device scsi-hd,drive=d0
check "guest-tiny: boots from SCSI without a data source" tiny_prompt "no data source"
check "guest-tiny: takes its name from DHCP" eval "guest_says 30 'yadori-guest: ready' && tiny_login yadori && guest_types hostname && guest_says 10 '^by-dhcp'"
guest_end
trap work_end EXIT

# The user-data script and its way of naming bash.
mkdir -p "$work/script"
printf '#!/bin/bash\necho "probe: script ran" >/dev/console\n' >"$work/script/user-data"
printf 'instance-id: two\n' >"$work/script/meta-data"
seed_iso cidata "$work/script" "$work/script.iso"
trap 'guest_end; work_end' EXIT
mapfile -t options < <(guest_disk "$disk" && guest_cd "$work/script.iso")
guest_start 96 "${options[@]}"
check "guest-tiny: a script as user-data, seed as a SATA CD" guest_says 60 'probe: script ran'
guest_end
trap work_end EXIT

check "guest-tiny: the disk belongs to 107 and is read-only" bash -c "[[ \$(stat -c '%u:%g %a' '$disk') == '107:107 440' ]]"
exec 3>&-
rm -rf "$tiny"
