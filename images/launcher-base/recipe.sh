# What a launcher pod runs besides its own jars: an init, libvirtd, one emulator. See README.md.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build, which sets $recipe
PARENT=jvm-base
KIND=packages
PACKAGES=(libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86 qemu-utils seabios ovmf ipxe-qemu
  s6 nftables iproute2 xorriso
  # The one program that runs in users' images too, which may hold nothing but a disk: it needs no libraries.
  busybox-static)
USER_=107:107
ENVIRONMENT+=(HOME=/run/yadori XDG_RUNTIME_DIR=/run/yadori XDG_CONFIG_HOME=/run/yadori/config
  XDG_CACHE_HOME=/run/yadori/cache LIBVIRT_DEFAULT_URI=qemu:///session
  # Or a client that finds no libvirtd starts one that nobody supervises, and the init's own then fails.
  LIBVIRT_AUTOSTART=0)
ENTRYPOINT=(/usr/lib/yadori/init)
CMD=(sleep infinity)

# Debian makes libvirt depend on a host's services; none of them runs in a pod. Nothing that stays links to these.
DROPPED=(adduser dbus dbus-bin dbus-daemon dbus-session-bus-common dbus-system-bus-common dmidecode gettext-base
  libasound2-data libasound2t64 libbrlapi0.8 libcacard0 libduktape207 libnspr4 libnss3 libpam-systemd libpcsclite1
  libpolkit-agent-1-0 libpolkit-gobject-1-0 libpopt0 libsystemd-shared libvirt-daemon-log libxml2-utils logrotate
  polkitd sensible-utils sgml-base systemd systemd-container systemd-sysv xml-core)

# Programs and firmware of other machines. libvirt probes every emulator that it finds, 0.4 CPU seconds each.
UNWANTED=(usr/bin/qemu-{system-amd64,system-i386,system-x86_64-microvm,io,nbd,pr-helper,vmsr-helper}
  usr/bin/qemu-storage-daemon
  usr/lib/x86_64-linux-gnu/qemu/{'audio-*','chardev-*','hw-s390x-*','ui-*',hw-uefi-vars,hw-usb-smartcard}.so
  usr/sbin/{virtlogd,virtlockd} usr/lib/libvirt/virt-aa-helper
  usr/share/libvirt/schemas usr/share/ovmf usr/share/OVMF/'*'{snakeoil,strictnx}'*'
  usr/share/seabios/{acpi-dsdt.aml,bios.bin,bios-microvm.bin,vgabios-{ati,isavga,qxl,vmware}.bin,vgabios.bin}
  usr/share/qemu/{'*.dtb','*ppc*','*sparc*','hppa*','npcm*','palcode*','s390*','skiboot*','slof*','u-boot*','vof*'}
  usr/share/qemu/{'QEMU,*',linux-user-vdso.tar.gz,trace-events-all,OVMF.fd,qboot.rom,'pxe-*'}
  usr/share/qemu/efi-{eepro100,vmxnet3}.rom)

layer_files() {
  local root=$1 path
  debian_drop "$root" "${DROPPED[@]}"
  # shellcheck disable=SC2086 # patterns
  for path in "${UNWANTED[@]}"; do (cd "$root" && rm -rf -- $path); done
  # Links and firmware descriptions that now lead nowhere.
  find "$root/usr/share"/{OVMF,qemu,seabios} -xtype l -delete
  for path in "$root"/usr/share/qemu/firmware/*.json; do
    jq -r '.mapping | .. | .filename? // empty' "$path" | while IFS= read -r file; do
      if [[ ! -e $root$file ]]; then rm -f "$path"; fi
    done
  done
  cp -R "$recipe/root/." "$root/"
  # libvirtd and the init keep their state here: the only folder that must be writable (an emptyDir in a pod).
  install -d -m 0770 -o 107 -g 107 "$root/run/yadori"
}
