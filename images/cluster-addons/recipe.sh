# What the local cluster runs as pods: CoreDNS and the provisioners of volumes, over the tools they call.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build
PARENT=tools
KIND=files

layer_inputs() { "$images/../cluster/build" --key kubernetes; }

layer_files() {
  local bin program
  bin=$("$images/../cluster/build" kubernetes)
  mkdir -p "$1/usr/local/bin"
  for program in coredns local-path-provisioner block-provisioner; do install -m 0755 "$bin/$program" "$1/usr/local/bin/"; done
}

layer_components() { "$images/../cluster/build" --purls kubernetes; }
