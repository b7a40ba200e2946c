# The cluster as a whole: what it was made from, how it comes up, how it goes without leaving anything.
# shellcheck shell=bash disable=SC2154,SC2034 # settings.sh

image_archives() { "$cluster/../images/build" pause cluster-addons tools; }

# A cluster made from other programs or settings is replaced, not mixed.
state_stamp() {
  {
    printf '%s\n' "$YADORI_NODES" "$(component_bin kubernetes)" "$(component_bin containerd)" "$(component_bin cni)"
    cat "$cluster"/lib/*
  } | sha256sum | cut -c1-16
}

state_usable() {
  local node
  [[ -f $state/stamp && $(<"$state/stamp") == "$(state_stamp)" ]] || return 1
  ip link show "$bridge" >/dev/null 2>&1 || return 1
  for node in $(node_names); do part_running init "$node" || return 1; done
}

cluster_up() {
  local component
  for component in $(component_names); do
    component_build "$component"
    component_dirs[$component]=$(component_bin "$component")
  done
  mapfile -t archives < <(image_archives)
  ((${#archives[@]} == 3)) || die "the images of the cluster could not be built"
  if ! state_usable; then
    if [[ -e $state/stamp || -e $state/run ]]; then
      log "replacing a cluster that is half there or made from something else"
      cluster_down
    fi
    cluster_make
  fi
  parts_start
  wait_ready
}

cluster_make() {
  local node
  mkdir -p "$state"/{run,log,etcd}
  state_made=1 # read by cluster/up: from here on there is something to take away
  log "making certificates"
  pki_make
  config_control
  for node in $(node_names); do config_node "$node"; done
  log "making the network and ${YADORI_NODES} nodes"
  network_up
  network_control
  for node in $(node_names); do node_start "$node"; done
}

parts_start() {
  local part node
  for part in "${control_parts[@]}"; do part_start "$part"; done
  for node in $(node_names); do part_start containerd "$node"; done
  await 60 "the API server's readiness" kubectl get --raw /readyz
  log "API server is ready"
  await 20 "the name server's start" part_dns_listens
  for node in $(node_names); do
    await 30 "containerd of $node" node_ctr "$node" version
    node_images "$node" "${archives[@]}"
  done
  for node in $(node_names); do for part in kubelet kube-proxy; do part_start "$part" "$node"; done; done
  addons_apply
}

node_ctr() {
  local pid
  pid=$(part_pid init "$1") || die "$1 is not running"
  shift
  nsenter --target "$pid" --mount --net --pid --root --wd /opt/containerd/bin/ctr -n k8s.io "$@"
}

# node_images NODE ARCHIVE...: what the node has under that name and digest is not sent again. It keeps the last digest
# of each name: an image that was there before another took its name is sent again. The label takes away containerd's own,
# without which it records anew what the name stands for; it would not know the new image by its digest, as which kubelet
# asks for it to mount it as a volume.
node_images() {
  local node=$1 archive have name key
  shift
  have=$(node_dir "$node")/images
  touch "$have"
  for archive in "$@"; do
    name=$(archive_name "$archive") key=$(archive_key "$archive")
    if grep -qxF "$name $key" "$have"; then continue; fi
    node_ctr "$node" images import --local --label yadori.dev/sent=true - <"$archive" >>"$state/log/images.log" 2>&1 ||
      die "$node refused the image archive $archive"
    awk -v name="$name" '$1 != name' "$have" >"$have.new"
    printf '%s %s\n' "$name" "$key" >>"$have.new"
    mv "$have.new" "$have"
  done
}

archive_key() { tar --extract --to-stdout --file "$1" index.json 2>/dev/null | sha256sum | cut -c1-64; }

archive_name() {
  tar --extract --to-stdout --file "$1" index.json | grep -o '"io.containerd.image.name":"[^"]*"' | head -n1 | cut -d '"' -f 4
}

addons_apply() {
  local addon
  for addon in apiserver multus dns storage network-policy; do
    sed "s|ADDONS_IMAGE|$(image_ref cluster-addons)|" "$cluster/addons/$addon.yaml"
    echo ---
  done | kubectl apply --server-side --force-conflicts -f - >/dev/null || die "the add-ons were refused by the API server"
}

wait_ready() {
  local node
  for node in $(node_names); do
    await 60 "the registration of $node" kubectl get node "$node"
    kubectl patch node "$node" --type=merge -p \
      "{\"spec\":{\"podCIDR\":\"$(node_pods4 "$node")\",\"podCIDRs\":[\"$(node_pods4 "$node")\",\"$(node_pods6 "$node")\"]}}" >/dev/null
  done
  log "waiting for the nodes, CoreDNS, the provisioners and network policies"
  kubectl wait --for=condition=Ready node --all --timeout=120s >/dev/null || die "nodes are not Ready; logs are in $state/log"
  local deployment
  for deployment in kube-system/coredns yadori-storage/local-path-provisioner yadori-storage/block-provisioner; do
    kubectl rollout status -n "${deployment%/*}" "deployment/${deployment#*/}" --timeout=180s >/dev/null ||
      die "$deployment is not available; see 'kubectl describe pod -n ${deployment%/*}' and $state/log"
  done
  kubectl rollout status -n kube-system daemonset/network-policy --timeout=180s >/dev/null ||
    die "network policies are not enforced; see 'kubectl describe pod -n kube-system -l app=network-policy'"
  state_stamp >"$state/stamp"
}

# --- down ----------------------------------------------------------------------------------------------------------

cluster_down() {
  local part file node
  for part in "${control_parts[@]}"; do part_signal TERM "$part"; done
  # A node ends with its PID 1: the kernel ends every process in it, then its mounts and links go.
  for file in "$state"/run/init@*.pid; do
    node=${file##*@}
    part_end KILL init "${node%.pid}"
  done
  for file in "$state"/run/*.pid; do
    part=${file##*/}
    part=${part%.pid}
    if [[ $part == *@* ]]; then part_end KILL "${part%@*}" "${part#*@}"; else part_end TERM "$part"; fi
  done
  loops_detach
  network_down
  cgroup_remove
  rm -rf --one-file-system "$state"
}

# Volumes of class `block`: a loop device over each file, and one of the kubelet's over the device node of each that a pod
# had, which keeps the first one busy. They are found by inode, because the kernel names a backing file as it was seen in
# the node that attached it.
loops_detach() {
  local type file device
  for type in b f; do
    while IFS= read -r file; do
      for device in $(losetup --noheadings --output NAME --associated "$file"); do losetup --detach "$device"; done
    done < <(find "$state/shared/block" -type "$type" 2>/dev/null || true)
  done
}
