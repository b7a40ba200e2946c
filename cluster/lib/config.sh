# Configuration files of the control plane and of the nodes.
# shellcheck shell=bash disable=SC2154 # settings.sh

config_control() {
  local node
  cat >"$state/audit-policy.yaml" <<'END'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  # Leases and events would drown what a person looks for; secrets are named, never shown.
  - level: None
    resources: [{group: coordination.k8s.io, resources: [leases]}, {group: "", resources: [events]}, {group: events.k8s.io}]
  - level: Metadata
END
  # The name server of the nodes: the machine's own resolvers may listen on a loopback address that no node reaches.
  cat >"$state/Corefile" <<END
.:53 {
  bind $machine_ip4 $machine_ip6
  errors
  hosts {
    $machine_ip4 machine.yadori.test
    $machine_ip6 machine.yadori.test
    $(for node in $(node_names); do printf '%s %s\n    %s %s\n    ' "$(node_ip4 "$node")" "$node" "$(node_ip6 "$node")" "$node"; done)
    ttl 5
    fallthrough
  }
  $(if grep -q '^nameserver' /etc/resolv.conf; then echo 'forward . /etc/resolv.conf'; fi)
  cache 5
}
END
}

config_node() {
  local node=$1 etc
  etc=$(node_dir "$node")/etc
  mkdir -p "$etc"/{kubernetes,containerd,cni/net.d/multus.d}
  cp "$pki/ca.crt" "$etc/kubernetes/"
  cp "$pki/kubelet-$node.crt" "$etc/kubernetes/kubelet.crt"
  cp "$pki/kubelet-$node.key" "$etc/kubernetes/kubelet.key"
  cp "$pki/kubelet-$node.kubeconfig" "$etc/kubernetes/kubelet.kubeconfig"
  cp "$pki/kube-proxy.kubeconfig" "$etc/kubernetes/"
  cp "$pki/multus.kubeconfig" "$etc/cni/net.d/multus.d/"
  config_names "$node" "$etc"
  config_kubelet >"$etc/kubernetes/kubelet.yaml"
  config_proxy >"$etc/kubernetes/kube-proxy.yaml"
  config_containerd >"$etc/containerd/config.toml"
  config_cni "$node" >"$etc/cni/net.d/00-multus.conf"
}

config_names() {
  local node etc=$2
  printf 'nameserver %s\nnameserver %s\n' "$machine_ip4" "$machine_ip6" >"$etc/resolv.conf"
  {
    printf '127.0.0.1 localhost\n::1 localhost\n'
    for node in $(node_names); do printf '%s %s\n%s %s\n' "$(node_ip4 "$node")" "$node" "$(node_ip6 "$node")" "$node"; done
  } >"$etc/hosts"
}

config_kubelet() {
  cat <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: /etc/kubernetes/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: /etc/kubernetes/kubelet.crt
tlsPrivateKeyFile: /etc/kubernetes/kubelet.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
clusterDNS: [$dns_ip4]
clusterDomain: cluster.local
resolvConf: /etc/resolv.conf
failSwapOn: false
# Nothing can be pulled again here, so no image is collected to make room.
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 100Mi, nodefs.available: 1Gi, imagefs.available: 1Gi}
nodeStatusUpdateFrequency: 10s
shutdownGracePeriod: 0s
END
}

config_proxy() {
  cat <<END
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clientConnection: {kubeconfig: /etc/kubernetes/kube-proxy.kubeconfig}
clusterCIDR: $pod_net4,$pod_net6
# These limits belong to the machine; a network namespace may only read them.
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
END
}

config_containerd() {
  cat <<END
version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "$(image_ref pause)"
[plugins."io.containerd.cri.v1.runtime"]
  # Without CAP_SYS_RESOURCE runc cannot lower a score and dies without saying why.
  restrict_oom_score_adj = true
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = ["/opt/cni/bin"]
    conf_dir = "/etc/cni/net.d"
  [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
      SystemdCgroup = false
END
}

# Multus first, the pod network as its default: ptp, because it needs neither a bridge nor the dummy links that some
# kernels lack, and every packet of a pod passes the node's own tables. Before it, duplicate address detection is switched
# off in the pod: addresses come from host-local, which gives each one once, and ptp waits 2 s for the kernel to be sure
# (docs/decisions/0018). tuning wants a result before it, so loopback comes first.
config_cni() {
  cat <<END
{
  "cniVersion": "1.0.0", "name": "multus", "type": "multus", "kubeconfig": "/etc/cni/net.d/multus.d/multus.kubeconfig",
  "confDir": "/etc/cni/net.d", "cniDir": "/var/lib/cni/multus", "binDir": "/opt/cni/bin",
  "capabilities": {"portMappings": true},
  "delegates": [{
    "cniVersion": "1.0.0", "name": "pod-network",
    "plugins": [
      {"type": "loopback"}, {"type": "tuning", "sysctl": {"net.ipv6.conf.default.accept_dad": "0"}},
      {"type": "ptp", "ipMasq": false, "ipam": {"type": "host-local", "dataDir": "/run/cni-ipam",
        "ranges": [[{"subnet": "$(node_pods4 "$1")"}], [{"subnet": "$(node_pods6 "$1")"}]],
        "routes": [{"dst": "0.0.0.0/0"}, {"dst": "::/0"}]}},
      {"type": "portmap", "capabilities": {"portMappings": true}, "snat": true, "backend": "nftables"}
    ]
  }]
}
END
}
