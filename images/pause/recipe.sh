# The sandbox of every pod: waits, reaps, and weighs a few kilobytes.
# shellcheck shell=bash disable=SC2034,SC2154 # read by images/build
PARENT=''
KIND=files
USER_=65535:65535
ENVIRONMENT=(PATH=/)
ENTRYPOINT=(/pause)

layer_inputs() { "$images/../cluster/build" --key kubernetes; }

layer_files() { install -m 0755 "$("$images/../cluster/build" kubernetes)/pause" "$1/pause"; }

layer_components() { "$images/../cluster/build" --purls kubernetes | grep 'k8s.io/kubernetes@'; }
