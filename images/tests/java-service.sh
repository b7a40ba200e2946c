# A component of the control plane: its JVM, its archive, and that it says what it misses.
# shellcheck shell=bash disable=SC2154,SC2317
need runc=runc
service_dir=$work/service

# service_run [ARGUMENT]...: in the image as a pod would run it, with these arguments of the JVM before its own.
service_run() {
  rm -rf "$service_dir"
  bundle "$archive" "$service_dir"
  jq '.process.args = [.process.args[0]] + $ARGS.positional + .process.args[1:]' --args -- "$@" \
    <"$service_dir/config.json" >"$service_dir/config.new"
  mv "$service_dir/config.new" "$service_dir/config.json"
  pod_run "$service_dir" "yadori-test-$name-$$" 2>&1
}
service_names_what_is_missing() {
  local status=0 said
  said=$(service_run) || status=$?
  printf '%s\n' "$said"
  ((status != 0 && status < 124)) && [[ $said == *"$1"* ]]
}
# -Xshare:on fails where auto would be silent: the archive has to fit runtime and jars after packing and unpacking.
service_archive_is_used() { service_run -Xshare:on -Xlog:class+load:file=/tmp/loaded -version && [[ -e $service_dir/rootfs/opt/yadori/classes.jsa ]]; }

service_checks() {
  local variable=$1
  check "$name: without its settings it ends and names $variable" service_names_what_is_missing "$variable"
  if [[ -e $images/$name/classes.list ]]; then
    check "$name: its class archive is used" service_archive_is_used
  fi
  check "$name: knows what it consists of" \
    grep -q '^pkg:maven/io.fabric8/kubernetes-client@' "$service_dir/rootfs/usr/share/yadori/sbom.txt"
  rm -rf "$service_dir"
}
