# Runs the image as a pod would: uid 107, no capabilities, read-only root.
# shellcheck shell=bash disable=SC2154,SC2317
need runc=runc
launcher_dir=$work/launcher

# launcher_run COMMAND...: instead of the init.
launcher_run() {
  rm -rf "$launcher_dir"
  bundle "$archive" "$launcher_dir"
  jq '.process.args = $ARGS.positional' --args -- "$@" <"$launcher_dir/config.json" >"$launcher_dir/config.new"
  mv "$launcher_dir/config.new" "$launcher_dir/config.json"
  pod_run "$launcher_dir" "yadori-test-$name-$$"
}
tools_are_there() {
  # shellcheck disable=SC2016 # the image's shell expands it
  launcher_run sh -c 'for program in qemu-img xorriso prlimit virsh; do command -v "$program" || exit 1; done'
}
# Nothing after -version is looked at, so it has to be the last; the name of the main class gives way to it.
arguments_are_taken() { launcher_run sh -c 'head -n -1 /opt/yadori/java.args >/tmp/args && java @/tmp/args -version'; }
natives_are_unpacked() {
  local native
  for native in libjnidispatch.so libnetty_transport_native_epoll_x86_64.so; do
    chroot "$launcher_dir/rootfs" ldd "/opt/yadori/native/$native" | tee /dev/stderr | grep -q 'libc.so.6 =>'
  done
}

check "virt-launcher: has the programs that it calls" tools_are_there
check "virt-launcher: its arguments are taken by its JVM" arguments_are_taken
check "virt-launcher: native libraries lie in it, not in jars" natives_are_unpacked
check "virt-launcher: knows what it consists of" grep -q '^pkg:maven/io.grpc/grpc-netty@' "$launcher_dir/rootfs/usr/share/yadori/sbom.txt"
rm -rf "$launcher_dir"
