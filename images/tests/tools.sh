# shellcheck shell=bash disable=SC2154,SC2317
tools_root=$work/tools
unpack "$archive" "$tools_root"

tools_has() {
  local program
  for program in busybox ip ping curl losetup mount mkfs.ext4 iptables-legacy iptables-nft ipset nft conntrack modprobe socat; do
    chroot "$tools_root" /bin/sh -c "command -v $program" || { echo "no $program" && return 1; }
  done
}
check "tools: the programs that the cluster's add-ons call" tools_has
check "tools: knows what it consists of" grep -q '^pkg:deb/debian/busybox@' "$tools_root/usr/share/yadori/sbom.txt"
rm -rf "$tools_root"
