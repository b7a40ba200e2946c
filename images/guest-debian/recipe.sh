# Debian with cloud-init and the guest agent as a containerDisk: a qcow2 disk that boots on BIOS and UEFI.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build, which sets $work and $recipe
KIND=files
NO_SBOM=1

DEBIAN_PACKAGES=(apt linux-image-cloud-amd64 systemd-sysv systemd-resolved systemd-timesyncd dbus udev init cloud-init
  cloud-guest-utils fdisk e2fsprogs qemu-guest-agent openssh-server login sudo iproute2 iputils-ping netbase kmod procps
  ca-certificates less nano-tiny)
GRUB_PACKAGES=(grub-common grub-pc-bin grub-efi-amd64-bin libdevmapper1.02.1)
GRUB_MODULES=(part_gpt ext2 search search_fs_uuid normal configfile linux serial terminal echo boot test ls cat halt reboot)

# Fixed numbers, so that two builds are equal. Clones share them, as all clones of one disk do.
ROOT_UUID=9d0a1f6e-6a52-4c6b-9c0e-0d7ad0b1a001
DISK_GUID=9d0a1f6e-6a52-4c6b-9c0e-0d7ad0b1a000
DISK_MIB=2048

layer_needs() { need qemu-img=qemu-utils sfdisk=fdisk mcopy=mtools mkfs.vfat=dosfstools; }

layer_files() {
  local root=$1 tree=$work/debian-root lock=$recipe/packages.lock
  rm -rf "$tree"
  if [[ $update_locks || ! -e $lock ]]; then lock=''; fi
  debian_rootfs "$tree" "$lock" "${DEBIAN_PACKAGES[@]}"
  debian_installed "$tree" >"$work/installed"
  if [[ $update_locks ]]; then layer_lock "$recipe/packages.lock"; elif [[ $lock ]]; then debian_compare guest-debian "$tree" "$lock"; fi
  debian_purls "$tree" >"$work/debian-components"
  disk_tree "$tree"
  disk_make "$tree" "$root/disk"
  chown -R 107:107 "$root/disk"
  chmod 0555 "$root/disk"
  chmod 0440 "$root/disk/disk.qcow2"
}

layer_components() { cat "$work/debian-components"; }

# What a first boot must find, and what it must not.
disk_tree() {
  local tree=$1
  cp -R "$recipe/root/." "$tree/"
  # Readable by root only: sshd and sudo are particular about it.
  chmod -R go-w "$tree/etc"
  printf 'UUID=%s / ext4 errors=remount-ro,x-systemd.growfs 0 1\n' "$ROOT_UUID" >"$tree/etc/fstab"
  printf 'debian\n' >"$tree/etc/hostname"
  printf '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n' >"$tree/etc/hosts"
  ln -sf /run/systemd/resolve/stub-resolv.conf "$tree/etc/resolv.conf"
  contained chroot "$tree" systemctl preset-all >"$work/preset.log" 2>&1 || die "systemctl preset-all: $(tail -n1 "$work/preset.log")"
  contained chroot "$tree" update-initramfs -u -k all >"$work/initramfs.log" 2>&1 || die "update-initramfs: $(tail -n1 "$work/initramfs.log")"
  rm -f "$tree"/etc/ssh/ssh_host_* "$tree"/etc/apt/preferences.d/yadori "$tree"/var/lib/dpkg/*-old "$tree"/etc/*- \
    "$tree"/var/lib/systemd/random-seed "$tree"/var/lib/dbus/machine-id "$tree"/etc/.pwd.lock
  : >"$tree/etc/machine-id"
  find "$tree"/{tmp,var/tmp,var/log,var/cache,var/lib/apt/lists,run} -mindepth 1 ! -type d -delete
  find "$tree/usr/share/doc" -mindepth 1 ! -type d ! -name copyright -delete
  rm -rf "$tree"/usr/share/{man,info,lintian,bug}/* "$tree"/usr/share/locale/*/LC_MESSAGES
  mkdir -p "$tree/boot/grub"
  cat >"$tree/boot/grub/grub.cfg" <<END
serial --unit=0 --speed=115200
terminal_input serial console
terminal_output serial console
search --no-floppy --fs-uuid --set=root $ROOT_UUID
linux /vmlinuz root=UUID=$ROOT_UUID ro quiet console=tty0 console=ttyS0,115200
initrd /initrd.img
boot
END
}

# The disk is put together from files: no loop device, no mount, no device mapper.
disk_make() {
  local tree=$1 out=$2 disk=$work/debian.raw parts=$work/grub-parts
  rm -f "$disk"
  mkdir -p "$out"
  truncate -s "${DISK_MIB}M" "$disk"
  # The numbers and the order are those of Debian's own cloud images: root is 1 and last, so that it can grow.
  sfdisk --quiet "$disk" <<END
label: gpt
label-id: $DISK_GUID
14 : start=2048, size=2048, type=21686148-6449-6E6F-744E-656564454649, uuid=${DISK_GUID%0}e
15 : start=4096, size=14336, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, uuid=${DISK_GUID%0}f
1 : start=18432, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, uuid=${DISK_GUID%0}1
END
  disk_grub_packages "$parts"
  disk_root "$tree" "$disk" $((18432 * 512)) $((DISK_MIB - 10))
  disk_grub_bios "$tree" "$parts" "$disk"
  disk_grub_efi "$tree" "$parts" "$disk"
  qemu-img convert -q -f raw -O qcow2 -c -o compression_type=zstd "$disk" "$out/disk.qcow2"
  rm -f "$disk"
}

# The lock of this image is that of the installed packages; grub's packages are looked up beside it.
disk_grub_packages() { (recipe=$recipe/grub && packages_unpack "$1" "${GRUB_PACKAGES[@]}"); }

# Debian's newer mke2fs takes SOURCE_DATE_EPOCH for every time stamp: the guest's own is run.
in_tree() {
  local tree=$1 program=$2
  shift 2
  "$tree/lib64/ld-linux-x86-64.so.2" --library-path "$tree/usr/lib/x86_64-linux-gnu:$work/grub-parts/usr/lib/x86_64-linux-gnu" "$program" "$@"
}

disk_root() {
  local tree=$1 disk=$2 offset=$3 size=$4
  find "$tree" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  in_tree "$tree" "$tree/usr/sbin/mke2fs" -q -F -t ext4 -U "$ROOT_UUID" -L root -E "hash_seed=$ROOT_UUID,offset=$offset,lazy_itable_init=1" \
    -d "$tree" "$disk" "${size}M" >"$work/mke2fs.log" 2>&1 || die "mke2fs: $(tail -n1 "$work/mke2fs.log")"
}

disk_grub_core() {
  local tree=$1 parts=$2 format=$3 out=$4
  shift 4
  # shellcheck disable=SC2016 # grub's variable
  printf 'search.fs_uuid %s root\nset prefix=($root)/boot/grub\nconfigfile ($root)/boot/grub/grub.cfg\n' "$ROOT_UUID" >"$work/grub-early.cfg"
  in_tree "$tree" "$parts/usr/bin/grub-mkimage" -O "$format" -d "$parts/usr/lib/grub/$format" -c "$work/grub-early.cfg" \
    -p /boot/grub -o "$out" "${GRUB_MODULES[@]}" "$@" || die "grub-mkimage for $format failed"
}

# What grub-install writes on a disk with a BIOS boot partition: its first stage with the address of the second, and the
# second with the address of its own rest. Addresses are in sectors, little-endian.
disk_grub_bios() {
  local tree=$1 parts=$2 disk=$3 start=2048
  disk_grub_core "$tree" "$parts" i386-pc "$work/core.img" biosdisk
  (($(stat -c %s "$work/core.img") <= 2048 * 512)) || die "grub's core image is larger than its partition"
  cp "$parts/usr/lib/grub/i386-pc/boot.img" "$work/boot.img"
  little_endian 8 "$start" | dd of="$work/boot.img" bs=1 seek=$((0x5c)) conv=notrunc status=none
  # No check for a floppy drive's wrong drive number: boot.img jumps over it with two NOPs, as grub-install sets them.
  printf '\x90\x90' | dd of="$work/boot.img" bs=1 seek=$((0x66)) conv=notrunc status=none
  little_endian 8 $((start + 1)) | dd of="$work/core.img" bs=1 seek=$((0x1f4)) conv=notrunc status=none
  # Only the code: the partition table of the protective record begins at 440.
  dd if="$work/boot.img" of="$disk" bs=440 count=1 conv=notrunc status=none
  dd if="$work/core.img" of="$disk" bs=512 seek="$start" conv=notrunc status=none
}

disk_grub_efi() {
  local tree=$1 parts=$2 disk=$3 esp=$work/esp.img
  disk_grub_core "$tree" "$parts" x86_64-efi "$work/bootx64.efi" fat
  rm -f "$esp"
  truncate -s $((14336 * 512)) "$esp"
  mkfs.vfat --invariant -n ESP "$esp" >/dev/null
  touch --date="@$SOURCE_DATE_EPOCH" "$work/bootx64.efi"
  mmd -i "$esp" ::/EFI ::/EFI/BOOT
  mcopy -m -i "$esp" "$work/bootx64.efi" ::/EFI/BOOT/BOOTX64.EFI
  dd if="$esp" of="$disk" bs=512 seek=4096 conv=notrunc status=none
}

# little_endian BYTES NUMBER
little_endian() {
  local n=$2 at
  for ((at = 0; at < $1; at++)); do
    # shellcheck disable=SC2059 # the format is the byte
    printf "\\x$(printf %02x $((n & 255)))"
    n=$((n >> 8))
  done
}
