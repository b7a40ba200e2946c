# Finds NoCloud (label cidata) or ConfigDrive (label config-2) on any disk and copies it to $seed.
# shellcheck shell=sh disable=SC2154 # $seed is common.sh's

datasource_read() {
  mkdir -p "$seed"
  # Disks appear while their drivers are being loaded, and a moment after.
  tries=0
  while [ "$tries" -lt 3 ]; do
    datasource_find && return 0
    [ ! -e /run/modules-loaded ] || tries=$((tries + 1))
    usleep 100000
  done
  say "no data source, using DHCP"
}

datasource_devices() {
  for device in /dev/vd* /dev/sd* /dev/sr*; do
    if [ -b "$device" ]; then echo "$device"; fi
  done
}

datasource_find() {
  for device in $(datasource_devices); do
    case $(datasource_label "$device" | tr '[:upper:]' '[:lower:]') in
      cidata) datasource_copy "$device" nocloud && return 0 ;;
      config-2) datasource_copy "$device" configdrive && return 0 ;;
    esac
  done
  return 1
}

# The label of an ISO 9660 or FAT file system, read from its first sectors: busybox blkid is not in Debian's build.
datasource_label() {
  if [ "$(datasource_bytes "$1" 32769 5)" = CD001 ]; then
    datasource_bytes "$1" 32808 32
  elif [ "$(datasource_bytes "$1" 54 3)" = FAT ]; then
    datasource_bytes "$1" 43 11
  elif [ "$(datasource_bytes "$1" 82 3)" = FAT ]; then
    datasource_bytes "$1" 71 11
  fi
}

datasource_bytes() { dd if="$1" bs=1 skip="$2" count="$3" 2>/dev/null | tr -d '\000' | sed 's/ *$//'; }

datasource_copy() {
  device=$1
  kind=$2
  from=/mnt
  # The type is named, so that the kernel loads the file system's module.
  mount -t iso9660 -o ro "$device" /mnt 2>/dev/null || mount -t vfat -o ro "$device" /mnt 2>/dev/null || return 1
  if [ "$kind" = configdrive ]; then
    from=/mnt/openstack/latest
    datasource_take "$from/user_data" user-data
    datasource_take "$from/meta_data.json" meta-data
    datasource_take "$from/network_data.json" network-config
  else
    datasource_take "$from/user-data" user-data
    datasource_take "$from/meta-data" meta-data
    datasource_take "$from/network-config" network-config
  fi
  umount /mnt
  say "data source $kind on $device"
}

datasource_take() {
  if [ -e "$1" ]; then cp "$1" "$seed/$2"; fi
}
