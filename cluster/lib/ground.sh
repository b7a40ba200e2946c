# What the machine must offer, checked before anything is made: each fault is one line that names its cause.
# shellcheck shell=bash disable=SC2154 # settings.sh

ground_check() {
  [[ $EUID == 0 ]] || die "must run as root: namespaces, mounts and links are made"
  [[ $YADORI_NODES =~ ^[1-9]$ ]] || die "YADORI_NODES: '$YADORI_NODES' is not a number from 1 to 9"
  [[ -c /dev/net/tun ]] || die "/dev/net/tun is missing: load the tun module or pass the device in; guests have no network without it"
  ground_memory
  ground_disk "$state"
  ground_disk "$YADORI_CACHE"
  ground_port
  ground_addresses
}

ground_memory() {
  local kib
  kib=$(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo)
  # The kernel keeps some of the machine's 4 GiB for itself.
  ((kib >= 3900000)) || die "$((kib / 1024)) MiB of memory: at least 4 GiB are needed"
}

ground_disk() {
  local folder=$1 kib
  until [[ -d $folder ]]; do folder=$(dirname "$folder"); done
  kib=$(df --output=avail -k "$folder" | tail -n1)
  ((kib >= 10 * 1024 * 1024)) || die "$((kib / 1024)) MiB free under $folder: at least 10 GiB are needed"
}

# The name server of the nodes is the only port on the machine itself; the rest listens in namespaces.
ground_port() {
  if part_running dns; then return; fi
  local taken
  taken=$(ss -Hltunp 'sport = :53' | awk '$5 == "0.0.0.0:53" || $5 == "*:53" || $5 == "[::]:53" { print $NF; exit }')
  [[ ! $taken ]] || die "port 53 is taken on all addresses by $taken: stop it or bind it to the addresses it needs"
}

ground_addresses() {
  local net other
  for net in "$node_net4" "$pod_net4" "$service_net4"; do
    other=$(ip -4 route show root "$net" | awk -v own="$bridge" '!index($0, "dev " own) && !n++')
    [[ ! $other ]] || die "$net is in use on this machine ($other); the cluster needs it"
  done
}

ground_packages() {
  need ip=iproute2 nft=nftables openssl=openssl tini=tini runc=runc conntrack=conntrack losetup=mount mount=mount \
    nsenter=util-linux curl=curl jq=jq ss=iproute2 sysctl=procps
}
