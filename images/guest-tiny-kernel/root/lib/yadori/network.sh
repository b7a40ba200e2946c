# Brings the network up: as network-config says, or by DHCP on every card. IPv6 addresses and routes from router
# advertisements are the kernel's doing, always.
# shellcheck shell=sh disable=SC2154 # $seed is common.sh's

network_up() {
  ip link set lo up
  if [ -s "$seed/network-config" ]; then
    flat "$seed/network-config" | awk -v nics="$(network_cards)" -f /lib/yadori/network.awk >/run/network.plan
  else
    for nic in $(network_cards | awk '{ for (i = 1; i < NF; i += 2) print $i }'); do
      printf 'nic %s %s\ndhcp4 %s\ndhcp6 %s\n' "$nic" "$nic" "$nic" "$nic"
    done >/run/network.plan
  fi
  while read -r verb nic value via; do network_do "$verb" "$nic" "$value" "$via"; done </run/network.plan
}

# "eth0 MAC eth1 MAC …" of real cards.
network_cards() {
  for card in /sys/class/net/*; do
    if [ -e "$card/device" ]; then printf '%s %s ' "${card##*/}" "$(cat "$card/address")"; fi
  done
}

network_do() {
  case $1 in
    nic)
      [ "$2" = "$3" ] || say "network-config: $3 is $2 here"
      # Addresses here are assigned on purpose: looking for duplicates only delays, and busybox's ip cannot leave it out.
      if [ -e "/proc/sys/net/ipv6/conf/$2" ]; then echo 0 >"/proc/sys/net/ipv6/conf/$2/dad_transmits"; fi
      ip link set "$2" up
      ;;
    mtu) ip link set "$2" mtu "$3" ;;
    addr)
      case $3 in
        *:*) ip -6 addr add "$3" dev "$2" ;;
        *) ip addr add "$3" broadcast + dev "$2" ;;
      esac
      ;;
    route)
      case $3$4 in
        *:*) ip -6 route add "$3" via "$4" dev "$2" ;;
        *) ip route add "$3" via "$4" dev "$2" ;;
      esac
      ;;
    dns) grep -qx "nameserver $2" /etc/resolv.conf || echo "nameserver $2" >>/etc/resolv.conf ;;
    search) echo "search $2 $3" >>/etc/resolv.conf ;;
    dhcp4)
      # Waits for the first answer, 3 s at most, and goes on in the background.
      udhcpc -i "$2" -p "/run/udhcpc.$2.pid" -s /etc/udhcpc/default.script -x "hostname:$(hostname)" \
        -O mtu -O staticroutes -O 121 -O search -t 3 -T 1 -b -S >/dev/null 2>&1
      ;;
    dhcp6)
      # Solicitation needs a link-local address that has passed its own check; the answer is not waited for.
      (
        tries=0
        while [ "$tries" -lt 20 ] && ! ip -6 addr show dev "$2" scope link | grep -v tentative | grep -q inet6; do
          tries=$((tries + 1))
          usleep 200000
        done
        udhcpc6 -i "$2" -p "/run/udhcpc6.$2.pid" -s /etc/udhcpc/default6.script -O dns -O search -t 3 -T 2 -A 30 -b
      ) >/dev/null 2>&1 &
      ;;
    unsupported) say "network-config: not supported, ignored: $2 $3 $4" ;;
  esac
}
