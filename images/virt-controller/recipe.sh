# The reconcilers of what is true for the whole cluster.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build
PARENT=jvm-base
KIND=files
USER_=1001:1001
ENVIRONMENT+=(MALLOC_ARENA_MAX=1)
ENTRYPOINT=(java @/opt/yadori/java.args)
CMD=()

layer_inputs() { java_inputs virt-controller; }
layer_files() {
  local arguments
  mapfile -t arguments < <(java_service_arguments 128m 8m)
  java_program "$1" virt-controller dev.yadori.controller.Main "${arguments[@]}"
}
layer_components() { java_components virt-controller; }
