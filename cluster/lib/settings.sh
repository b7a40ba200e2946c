# Names, addresses and folders of the local cluster, and the messages of its scripts.
# shellcheck shell=bash disable=SC2034,SC2154 # read by the other parts; $cluster is the caller's
# Sourced, never run.

YADORI_NODES=${YADORI_NODES:-2}
state=${YADORI_CLUSTER_DIR:-/var/lib/yadori-cluster}
own_kubeconfig=$state/kubeconfig
pki=$state/pki

bridge=yadori0
control_netns=yadori-control
nft_table=yadori_cluster

# 10.88.0.1 is the machine, .2 the control plane, .11 and up the nodes; IPv6 alike.
machine_ip4=10.88.0.1 machine_ip6=fd00:88::1
control_ip4=10.88.0.2 control_ip6=fd00:88::2
node_net4=10.88.0.0/24 node_net6=fd00:88::/64
pod_net4=10.244.0.0/16 pod_net6=fd00:244::/48
service_net4=10.96.0.0/16 service_net6=fd00:96::/112
dns_ip4=10.96.0.10 dns_ip6=fd00:96::a

node_names() {
  local i
  for ((i = 1; i <= YADORI_NODES; i++)); do printf 'node%d\n' "$i"; done
}
node_ip4() { printf '10.88.0.%d\n' $((10 + ${1#node})); }
node_ip6() { printf 'fd00:88::%d\n' $((10 + ${1#node})); }
node_pods4() { printf '10.244.%d.0/24\n' "${1#node}"; }
node_pods6() { printf 'fd00:244:0:%x::/64\n' "${1#node}"; }
node_dir() { printf '%s/nodes/%s\n' "$state" "$1"; }

# images/lib/common.sh brings die, need and with_lock; these are the names they print.
log() { printf '%s\n' "cluster: $*" >&2; }
warn() { printf '%s\n' "cluster: warning: $*" >&2; }
die() {
  printf '%s\n' "cluster: error: $*" >&2
  exit "$reported" # images/lib/common.sh: the ERR trap of the shells above then says nothing more
}

# await SECONDS WHAT COMMAND...: until the command succeeds; dies naming WHAT.
await() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < limit)) || die "$what did not happen in time; logs are in $state/log"
    sleep 0.2
  done
}

kubectl() { KUBECONFIG=$own_kubeconfig "$(component_bin kubernetes)/kubectl" "$@"; }
