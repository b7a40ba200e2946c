# The agent of one node.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build
PARENT=handler-base
KIND=files
USER_=0:0
ENVIRONMENT+=(MALLOC_ARENA_MAX=1)
ENTRYPOINT=(java @/opt/yadori/java.args)
CMD=()

layer_inputs() { java_inputs virt-handler; }
layer_files() {
  local arguments
  mapfile -t arguments < <(java_service_arguments 96m 4m)
  java_program "$1" virt-handler dev.yadori.handler.Main "${arguments[@]}"
}
layer_components() { java_components virt-handler; }
