# Debian and a Java runtime that has just the modules which the components need.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build, which also sets $work
PARENT=debian
KIND=files
USER_=1001:1001
ENVIRONMENT=(PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
  JAVA_HOME=/opt/java)
CMD=(java -version)

# docs/decisions/0021-java-runtime.md says which library asks for which module.
JAVA_MODULES=(java.base java.logging java.management java.naming java.net.http java.xml jdk.httpserver jdk.jcmd jdk.jfr
  jdk.management jdk.net jdk.unsupported)

# The newest of JAVA_HOME and /usr/lib/jvm/* is not asked for: the first that is new enough and can link.
jdk_home() {
  local home version
  for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*; do
    if [[ ! -x $home/bin/jlink || ! -e $home/release ]]; then continue; fi
    version=$(jdk_property "$home" JAVA_VERSION)
    if [[ ${version%%[.+-]*} -ge 25 ]]; then
      printf '%s\n' "$home"
      return
    fi
  done
  die "no JDK of version 25 or later with jlink: set JAVA_HOME (looked there and in /usr/lib/jvm)"
}

jdk_property() { sed -n "s/^$2=\"\(.*\)\"/\1/p" "$1/release" 2>/dev/null; }

layer_inputs() {
  local home
  home=$(jdk_home)
  jdk_property "$home" IMPLEMENTOR_VERSION
  jdk_property "$home" JAVA_RUNTIME_VERSION
}

layer_files() {
  local root=$1 java=$1/opt/java home
  home=$(jdk_home)
  mkdir -p "$root/opt"
  # Uncompressed: classes are mapped, not inflated, and the image layer is compressed anyway.
  "$home/bin/jlink" --add-modules "$(IFS=,; printf '%s' "${JAVA_MODULES[*]}")" --strip-java-debug-attributes \
    --no-header-files --no-man-pages --compress=zip-0 --output "$java" >&2
  chmod -R u=rwX,go=rX "$java"
  # A class archive remembers the time of lib/modules and is silently not used when it differs: first the time, then the archive.
  find "$java" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  local headers
  for headers in - +; do
    "$java/bin/java" -Xshare:dump -XX:+UseSerialGC "-XX:${headers}UseCompactObjectHeaders" >"$work/cds.log" 2>&1 ||
      die "java -Xshare:dump failed: $(tail -n1 "$work/cds.log")"
  done
  chmod 0644 "$java"/lib/server/*.jsa
}

layer_components() {
  local home
  home=$(jdk_home)
  printf 'pkg:generic/%s@%s?modules=%s\n' "$(jdk_property "$home" IMPLEMENTOR | tr 'A-Z ' 'a-z-')-openjdk" \
    "$(jdk_property "$home" JAVA_RUNTIME_VERSION | sed 's/+/%2B/g')" "$(IFS=,; printf '%s' "${JAVA_MODULES[*]}")"
}
