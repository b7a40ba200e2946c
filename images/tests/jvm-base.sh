# shellcheck shell=bash disable=SC2154,SC2317
need runc=runc
jvm_dir=$work/jvm

# java ARGUMENT...: in the image as a pod would run it.
java_in_image() {
  rm -rf "$jvm_dir"
  bundle "$archive" "$jvm_dir" java "$@"
  pod_run "$jvm_dir" "yadori-test-jvm-$$"
}
java_is_new_enough() { java_in_image -version 2>&1 | grep 'version "2[5-9]'; }

check "jvm-base: java is 25 or later and runs as uid 1001 without capabilities" java_is_new_enough
# -Xshare:on fails where auto would be silent: the archive has to fit the runtime after packing and unpacking.
check "jvm-base: its class archive is used" java_in_image -Xshare:on -XX:+UseSerialGC -version
check "jvm-base: its class archive for compact object headers is used" \
  java_in_image -Xshare:on -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -version
check "jvm-base: knows what it consists of" grep -q '^pkg:generic/.*openjdk@25' "$jvm_dir/rootfs/usr/share/yadori/sbom.txt"
rm -rf "$jvm_dir"
