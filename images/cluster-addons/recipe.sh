# What the local cluster runs as pods: CoreDNS, the provisioners of volumes and the enforcer of network policies, over the tools they call.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build
PARENT=tools
KIND=files

layer_inputs() { "$images/../cluster/build" --key kubernetes; }

layer_files() {
  local bin program
  bin=$("$images/../cluster/build" kubernetes)
  mkdir -p "$1/usr/local/bin"
  for program in coredns local-path-provisioner block-provisioner network-policy; do install -m 0755 "$bin/$program" "$1/usr/local/bin/"; done
}

layer_components() { "$images/../cluster/build" --purls kubernetes; }
