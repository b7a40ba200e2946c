ip -batch - <<'END'
link add name k6t-eth0 address 02:00:00:00:00:00 mtu 1500 type bridge
link set dev k6t-eth0 addrgenmode none
addr add 10.0.2.1/24 dev k6t-eth0
addr add fd10:0:2::1/120 dev k6t-eth0 nodad
addr add fe80::ff:fe00:0/64 dev k6t-eth0 nodad
tuntap add dev tap0 mode tap user 107 group 107
link set dev tap0 addrgenmode none
link set dev tap0 mtu 1500
link set dev tap0 master k6t-eth0
link set dev tap0 up
END
printf '%s' 1 > /proc/sys/net/ipv4/ip_forward
printf '%s' 1 > /proc/sys/net/ipv4/conf/k6t-eth0/route_localnet
printf '%s' 1 > /proc/sys/net/ipv6/conf/all/forwarding
printf '%s' 0 > /proc/sys/net/ipv6/conf/k6t-eth0/accept_ra
ip -batch - <<'END'
link set dev k6t-eth0 up
END
nft -f - <<'END'
table ip yadori
delete table ip yadori
table ip yadori {
  chain prerouting {
    type nat hook prerouting priority -100
    iifname "eth0" ip daddr { 10.244.2.2 } dnat to 10.0.2.2
  }
  chain output {
    type nat hook output priority -100
    ip daddr 127.0.0.0/8 dnat to 10.0.2.2
  }
  chain postrouting {
    type nat hook postrouting priority 100
    ip saddr 10.0.2.2 oifname != "k6t-eth0" masquerade
    ip saddr 127.0.0.0/8 oifname "k6t-eth0" snat to 10.0.2.1
  }
}
table ip6 yadori
delete table ip6 yadori
table ip6 yadori {
  chain prerouting {
    type nat hook prerouting priority -100
    iifname "eth0" ip6 daddr { fd00:244:0:2::2 } dnat to fd10:0:2::2
  }
  chain postrouting {
    type nat hook postrouting priority 100
    ip6 saddr fd10:0:2::2 oifname != "k6t-eth0" masquerade
  }
}
END
