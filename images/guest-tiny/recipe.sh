# The tiny guest as a containerDisk: one file that boots on a BIOS as a disk and as a CD alike.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build, which sets $work and $recipe
KIND=files
NO_SBOM=1
TINY_DISK_PACKAGES=(isolinux syslinux-common)
# Crypto self tests take 0.4 s of an emulated processor, mitigations protect nothing here.
TINY_COMMAND_LINE='console=ttyS0 quiet mitigations=off cryptomgr.notests tsc=reliable nokaslr'

layer_needs() { need xorriso=xorriso; }

layer_inputs() { layer_key guest-tiny-kernel; }

layer_files() {
  local root=$1 parts=$work/tiny-disk-parts tree=$work/tiny-disk boot
  rm -rf "$parts" "$tree"
  layer_ensure guest-tiny-kernel
  boot=$(layer_dir guest-tiny-kernel)
  packages_unpack "$parts" "${TINY_DISK_PACKAGES[@]}"
  cat "$boot/own-components" >>"$parts.components"
  mkdir -p "$tree/isolinux" "$root/disk"
  tar --extract --file="$boot/layer.tar.gz" --directory="$tree" --strip-components=1 boot/vmlinuz boot/initrd
  cp "$parts/usr/lib/ISOLINUX/isolinux.bin" "$parts/usr/lib/syslinux/modules/bios/ldlinux.c32" "$tree/isolinux/"
  printf '%s\n' 'SERIAL 0 115200' 'DEFAULT tiny' 'PROMPT 0' 'LABEL tiny' 'KERNEL /vmlinuz' 'INITRD /initrd' \
    "APPEND $TINY_COMMAND_LINE" >"$tree/isolinux/isolinux.cfg"
  find "$tree" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
  # isohybrid: a boot record before the ISO file system makes the same bytes a disk.
  xorriso -as mkisofs -quiet -volid YADORI-TINY -rational-rock -output "$root/disk/disk.img" \
    -isohybrid-mbr "$parts/usr/lib/ISOLINUX/isohdpfx.bin" -partition_offset 16 \
    -eltorito-boot isolinux/isolinux.bin -eltorito-catalog isolinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table \
    --modification-date="$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S00)" "$tree" >"$work/xorriso.log" 2>&1 ||
    die "xorriso: $(tail -n1 "$work/xorriso.log")"
  chown -R 107:107 "$root/disk"
  chmod 0555 "$root/disk"
  chmod 0440 "$root/disk/disk.img"
}

layer_components() { cat "$work/tiny-disk-parts.components"; }
