# Admission webhooks and the subresource API.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build
PARENT=jvm-base
KIND=files
USER_=1001:1001
ENVIRONMENT+=(MALLOC_ARENA_MAX=1)
ENTRYPOINT=(java @/opt/yadori/java.args)
CMD=()

layer_inputs() { java_inputs virt-api; }
layer_files() {
  local arguments
  mapfile -t arguments < <(java_service_arguments 96m 4m)
  java_program "$1" virt-api dev.yadori.api.Main "${arguments[@]}"
}
layer_components() { java_components virt-api; }
