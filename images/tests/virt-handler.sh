# shellcheck shell=bash disable=SC1091,SC2154
source "$images/tests/java-service.sh"
service_checks NODE_NAME
handler_has_programs() {
  local program
  unpack "$archive" "$service_dir/rootfs"
  for program in ip nft nsenter; do chroot "$service_dir/rootfs" sh -c "command -v $program"; done
}
check "virt-handler: has the programs that it calls" handler_has_programs
rm -rf "$service_dir"
