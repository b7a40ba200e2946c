# Kernel and initramfs of the tiny guest, as files: for spec.domain.firmware.kernelBoot, and for guest-tiny's disk.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build, which sets $work and $recipe
KIND=files
NO_SBOM=1

# The whole user space is busybox and dropbear; the libraries are dropbear's.
TINY_PACKAGES=(busybox-static dropbear-bin libc6 libcrypt1 libgmp10 libtomcrypt1 libtommath1 zlib1g)
# What a virtual machine can have. Whatever they depend on comes along; most other drivers are not in a cloud kernel.
TINY_MODULES=(virtio_net vmxnet3 virtio_blk virtio_scsi sd_mod sr_mod ahci ata_piix isofs vfat nls_cp437 nls_ascii
  nls_iso8859-1 nls_utf8 button evdev virtio_balloon virtio-rng i6300esb vmw_vsock_virtio_transport 8021q)

layer_needs() { need cpio=cpio depmod=kmod lz4=lz4 openssl=openssl xz=xz-utils; }

layer_files() {
  local root=$1 parts=$work/tiny-parts tree=$work/tiny-root kernel
  rm -rf "$parts" "$tree"
  kernel=$(packages_kernel)
  [[ $kernel ]] || die "no linux-image-cloud-amd64 in $YADORI_SUITE"
  packages_unpack "$parts" "$kernel" "${TINY_PACKAGES[@]}"
  tiny_tree "$parts" "$tree" "${kernel#linux-image-}"
  install -D -m 0444 "$parts/boot/vmlinuz-${kernel#linux-image-}" "$root/boot/vmlinuz"
  # lz4: larger than others, and the quickest to unpack by an emulated processor. -l is the format that kernels read.
  (cd "$tree" && find . | sort | cpio --quiet --create --format=newc --owner=0:0 --reproducible) | lz4 -l -9 -q >"$root/boot/initrd"
  chmod 0444 "$root/boot/initrd"
  chmod 0755 "$root/boot"
}

tiny_tree() {
  local parts=$1 tree=$2 release=$3 lib file
  mkdir -p "$tree"/{bin,dev,etc,lib/x86_64-linux-gnu,lib64,mnt,proc,root,run,sys,tmp,var/log}
  cp -R "$recipe/root/." "$tree/"
  # Debian merged /bin into /usr/bin; either is fine.
  install -m 0755 "$(find "$parts" -path '*bin/busybox' -type f)" "$tree/bin/busybox"
  ln -s bin "$tree/sbin"
  ln -s . "$tree/usr"
  "$tree/bin/busybox" --list | while read -r applet; do
    if [[ $applet != busybox ]]; then ln -s busybox "$tree/bin/$applet"; fi
  done
  install -m 0755 "$(find "$parts" -path '*bin/dropbear' -type f)" "$tree/bin/dropbear"
  install -m 0755 "$(find "$parts" -path '*bin/dropbearkey' -type f)" "$tree/bin/dropbearkey"
  for lib in libc.so.6 libcrypt.so.1 libgmp.so.10 libtomcrypt.so.1 libtommath.so.1 libz.so.1; do
    file=$(find "$parts" -path "*lib/x86_64-linux-gnu/$lib")
    install -m 0755 "$(realpath "$file")" "$tree/lib/x86_64-linux-gnu/$lib"
  done
  install -m 0755 "$(realpath "$(find "$parts" -name ld-linux-x86-64.so.2 -path '*x86_64-linux-gnu*')")" "$tree/lib64/ld-linux-x86-64.so.2"
  chroot "$tree" /bin/dropbear -V >"$work/dropbear.log" 2>&1 || die "dropbear does not start: $(tail -n1 "$work/dropbear.log")"
  # root's password is "yadori" until user-data says otherwise. A fixed salt keeps the image reproducible.
  printf 'root:%s:20000:0:99999:7:::\n' "$(openssl passwd -6 -salt yadori yadori)" >"$tree/etc/shadow"
  printf 'ttyS0\ntty1\nhvc0\n' >"$tree/etc/securetty"
  chmod 0600 "$tree/etc/shadow"
  chmod 0700 "$tree/root"
  tiny_modules "$parts" "$tree" "$release"
  find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# Modules go in unpacked: the initramfs is compressed as a whole.
tiny_modules() {
  local parts=$1 tree=$2 release=$3 from module
  from=$(find "$parts" -type d -path "*/lib/modules/$release")
  mkdir -p "$parts/modules-root/lib"
  ln -sfn "$(dirname "$from")" "$parts/modules-root/lib/modules"
  depmod -b "$parts/modules-root" "$release" 2>/dev/null
  printf '%s\n' "${TINY_MODULES[@]}" | while read -r module; do
    modprobe -d "$parts/modules-root" -S "$release" --show-depends "$module" 2>/dev/null ||
      warn "the kernel $release has no module $module"
  done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | sort -u >"$work/modules"
  while read -r module; do
    module=${module#*"/$release/"}
    mkdir -p "$tree/lib/modules/$release/$(dirname "$module")"
    case $module in
      *.xz) xz -dc "$from/$module" >"$tree/lib/modules/$release/${module%.xz}" ;;
      *) cp "$from/$module" "$tree/lib/modules/$release/$module" ;;
    esac
  done <"$work/modules"
  cp "$from"/modules.{builtin,builtin.modinfo,order} "$tree/lib/modules/$release/" 2>/dev/null || true
  depmod -b "$tree" "$release"
  # busybox reads these three only.
  find "$tree/lib/modules/$release" -maxdepth 1 -type f ! -name modules.dep ! -name modules.alias ! -name modules.symbols -delete
}

layer_components() { cat "$work/tiny-parts.components"; }
