# The parts of the cluster that can be started, stopped and killed by name. Each has a file run/PART[@NODE].pid with its
# process number and that process's start time, so that a number which was given away again is never signalled.
# shellcheck shell=bash disable=SC2154 # settings.sh

control_parts=(etcd kube-apiserver kube-controller-manager kube-scheduler dns)
node_parts=(containerd kubelet kube-proxy)

process_start_time() { awk '{ sub(/.*\) /, ""); print $20 }' "/proc/$1/stat" 2>/dev/null; }

part_file() { printf '%s/run/%s%s.pid\n' "$state" "$1" "${2:+@$2}"; }

# Prints the number of the process that was started for the part, if it is still that one.
part_pid() {
  local file pid started
  file=$(part_file "$@")
  if [[ ! -f $file ]]; then return 1; fi
  { read -r pid && read -r started; } <"$file"
  [[ $started && $(process_start_time "$pid") == "$started" ]] && printf '%s\n' "$pid"
}

part_running() { part_pid "$@" >/dev/null; }

part_start() {
  local part=$1 node=${2:-} prefix='' pid
  if part_running "$@"; then return; fi
  mkdir -p "$state/run" "$state/log"
  local command=()
  mapfile -t command < <(part_command "$part" "$node")
  if [[ $node ]]; then
    pid=$(part_pid init "$node") || die "$node is not running: start it with 'cluster/up'"
    prefix=$(cgroup_enter "$node")
    command=(nsenter --target "$pid" --mount --uts --ipc --net --pid --cgroup --root --wd env -i HOME=/root
      PATH=/opt/kubernetes/bin:/opt/containerd/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${command[@]}")
  elif [[ $part != dns ]]; then
    command=(ip netns exec "$control_netns" "${command[@]}")
  fi
  setsid bash -c "$prefix"'exec "$@"' part "${command[@]}" </dev/null >>"$state/log/$part${node:+@$node}.log" 2>&1 9>&- &
  pid=$!
  disown "$pid" # its end is awaited elsewhere, and is no news of this shell
  printf '%s\n%s\n' "$pid" "$(process_start_time "$pid")" >"$(part_file "$@")"
}

# part_signal SIGNAL PART [NODE]: to the process itself; in a node that is the child of the nsenter that entered it.
part_signal() {
  local signal=$1 pid inner
  shift
  pid=$(part_pid "$@") || return 0
  if [[ ${2:-} && $1 != init ]]; then
    inner=$(pgrep --parent "$pid" || true)
    kill -s "$signal" "${inner:-$pid}" 2>/dev/null || true
  else
    kill -s "$signal" "$pid" 2>/dev/null || true
  fi
}

part_dns_listens() { [[ $(ss -Hlun "src $machine_ip4 and sport = :53") ]]; }

part_stopped() { ! part_running "$@"; }

part_end() {
  local signal=$1 limit=$((SECONDS + 20))
  shift
  part_signal "$signal" "$@"
  until part_stopped "$@"; do
    if ((SECONDS >= limit)); then part_signal KILL "$@"; fi
    sleep 0.1
  done
  rm -f "$(part_file "$@")"
}

# The programs and their arguments, one a line.
part_command() {
  local kubernetes
  kubernetes=$(component_bin kubernetes)
  case $1 in
    etcd) command_etcd "$kubernetes" ;;
    kube-apiserver) command_apiserver "$kubernetes" ;;
    kube-controller-manager) command_controller_manager "$kubernetes" ;;
    kube-scheduler) command_scheduler "$kubernetes" ;;
    dns) printf '%s\n' "$kubernetes/coredns" -conf "$state/Corefile" ;;
    containerd) printf '%s\n' containerd --config /etc/containerd/config.toml ;;
    kubelet) command_kubelet "$2" ;;
    kube-proxy) printf '%s\n' kube-proxy --config=/etc/kubernetes/kube-proxy.yaml "--hostname-override=$2" ;;
    *) die "no part named '$1': there are ${control_parts[*]} and, on a node, ${node_parts[*]}" ;;
  esac
}

command_etcd() {
  printf '%s\n' "$1/etcd" --name=yadori "--data-dir=$state/etcd" --unsafe-no-fsync \
    "--listen-client-urls=https://$control_ip4:2379" "--advertise-client-urls=https://$control_ip4:2379" \
    --listen-peer-urls=http://127.0.0.1:2380 --initial-advertise-peer-urls=http://127.0.0.1:2380 \
    --initial-cluster=yadori=http://127.0.0.1:2380 --client-cert-auth "--trusted-ca-file=$pki/etcd-ca.crt" \
    "--cert-file=$pki/etcd.crt" "--key-file=$pki/etcd.key" --log-level=warn --quota-backend-bytes=2147483648 \
    --auto-compaction-retention=10m
}

command_apiserver() {
  printf '%s\n' "$1/kube-apiserver" --bind-address=:: "--advertise-address=$control_ip4" --secure-port=6443 \
    "--etcd-servers=https://$control_ip4:2379" "--etcd-cafile=$pki/etcd-ca.crt" \
    "--etcd-certfile=$pki/apiserver-etcd-client.crt" "--etcd-keyfile=$pki/apiserver-etcd-client.key" \
    "--tls-cert-file=$pki/apiserver.crt" "--tls-private-key-file=$pki/apiserver.key" "--client-ca-file=$pki/ca.crt" \
    "--kubelet-certificate-authority=$pki/ca.crt" "--kubelet-client-certificate=$pki/apiserver-kubelet-client.crt" \
    "--kubelet-client-key=$pki/apiserver-kubelet-client.key" --kubelet-preferred-address-types=InternalIP \
    "--requestheader-client-ca-file=$pki/front-proxy-ca.crt" --requestheader-allowed-names=front-proxy-client \
    --requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group \
    --requestheader-username-headers=X-Remote-User "--proxy-client-cert-file=$pki/front-proxy-client.crt" \
    "--proxy-client-key-file=$pki/front-proxy-client.key" --enable-aggregator-routing=true \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local "--service-account-key-file=$pki/sa.pub" \
    "--service-account-signing-key-file=$pki/sa.key" "--service-cluster-ip-range=$service_net4,$service_net6" \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    "--audit-policy-file=$state/audit-policy.yaml" "--audit-log-path=$state/log/audit.log" --audit-log-maxsize=100 \
    --audit-log-maxbackup=2 --profiling=false
}

command_controller_manager() {
  printf '%s\n' "$1/kube-controller-manager" "--kubeconfig=$pki/controller-manager.kubeconfig" --leader-elect=false \
    "--authentication-kubeconfig=$pki/controller-manager.kubeconfig" "--root-ca-file=$pki/ca.crt" \
    "--authorization-kubeconfig=$pki/controller-manager.kubeconfig" "--bind-address=$control_ip4" \
    "--tls-cert-file=$pki/controller-manager.crt" "--tls-private-key-file=$pki/controller-manager.key" \
    "--client-ca-file=$pki/ca.crt" "--requestheader-client-ca-file=$pki/front-proxy-ca.crt" \
    "--service-account-private-key-file=$pki/sa.key" --use-service-account-credentials=true \
    "--cluster-signing-cert-file=$pki/ca.crt" "--cluster-signing-key-file=$pki/ca.key" "--cluster-cidr=$pod_net4,$pod_net6" \
    "--service-cluster-ip-range=$service_net4,$service_net6" --allocate-node-cidrs=false --profiling=false
}

command_scheduler() {
  printf '%s\n' "$1/kube-scheduler" "--kubeconfig=$pki/scheduler.kubeconfig" --leader-elect=false \
    "--authentication-kubeconfig=$pki/scheduler.kubeconfig" "--authorization-kubeconfig=$pki/scheduler.kubeconfig" \
    "--bind-address=$control_ip4" "--tls-cert-file=$pki/scheduler.crt" "--tls-private-key-file=$pki/scheduler.key" \
    --profiling=false
}

command_kubelet() {
  printf '%s\n' kubelet --config=/etc/kubernetes/kubelet.yaml --kubeconfig=/etc/kubernetes/kubelet.kubeconfig \
    "--hostname-override=$1" "--node-ip=$(node_ip4 "$1"),$(node_ip6 "$1")"
}
