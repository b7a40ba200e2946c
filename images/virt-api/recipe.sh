# Admission webhooks and the subresource API.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build
PARENT=jvm-base
KIND=files
USER_=1001:1001
ENVIRONMENT+=(MALLOC_ARENA_MAX=1)
ENTRYPOINT=(java @/opt/yadori/java.args)
CMD=()

layer_inputs() {
  java_inputs virt-api
  cat "$images"/../web/{build,package-lock.json,.npmrc,src/*} | sha256sum
}
layer_files() {
  local arguments page
  mapfile -t arguments < <(java_service_arguments 96m 4m)
  java_program "$1" virt-api dev.yadori.api.Main "${arguments[@]}"
  page=$("$images/../web/build")
  install -d -m 0755 "$1/opt/yadori/web"
  install -m 0644 "$page"/* "$1/opt/yadori/web/"
}
layer_components() {
  java_components virt-api
  sed -n 's/^    "\(@\(novnc\|xterm\)\/[a-z-]*\)": "\([0-9.]*\)",\{0,1\}$/\1 \3/p' "$images/../web/package.json" |
    sed 's/^@\(.*\) \(.*\)$/pkg:npm\/%40\1@\2/'
}
