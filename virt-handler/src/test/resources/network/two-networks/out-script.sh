ip -batch - <<'END'
link add name k6t-eth0 address 02:00:00:00:00:00 mtu 8950 type bridge
link set dev k6t-eth0 addrgenmode none
addr add 10.0.2.1/24 dev k6t-eth0
tuntap add dev tap0 mode tap user 107 group 107
link set dev tap0 addrgenmode none
link set dev tap0 mtu 8950
link set dev tap0 master k6t-eth0
link set dev tap0 up
END
printf '%s' 1 > /proc/sys/net/ipv4/ip_forward
printf '%s' 1 > /proc/sys/net/ipv4/conf/k6t-eth0/route_localnet
if [ -e /proc/sys/net/ipv6/conf/k6t-eth0/disable_ipv6 ]; then printf '%s' 1 > /proc/sys/net/ipv6/conf/k6t-eth0/disable_ipv6; fi
ip -batch - <<'END'
link set dev k6t-eth0 up
END
nft -f - <<'END'
table ip yadori
delete table ip yadori
table ip yadori {
  chain prerouting {
    type nat hook prerouting priority -100
    iifname "eth0" ip daddr { 10.128.0.7 } dnat to 10.0.2.2
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
END
ip -batch - <<'END'
link set dev pod49a25f9feef alias yadori.dev/pod-mac=0a:00:00:00:00:21
link add name k6t-49a25f9feef address 52:fc:cf:c8:5b:ee mtu 1500 type bridge
link set dev k6t-49a25f9feef addrgenmode none
link set dev pod49a25f9feef arp off
link set dev pod49a25f9feef address 52:fc:cf:c8:5b:ee
link set dev pod49a25f9feef master k6t-49a25f9feef
link set dev pod49a25f9feef type bridge_slave learning off
tuntap add dev tap49a25f9feef mode tap user 107 group 107
link set dev tap49a25f9feef addrgenmode none
link set dev tap49a25f9feef mtu 1500
link set dev tap49a25f9feef master k6t-49a25f9feef
link set dev tap49a25f9feef up
END
printf '%s' 1 > /proc/sys/net/ipv4/conf/k6t-49a25f9feef/arp_ignore
if [ -e /proc/sys/net/ipv6/conf/k6t-49a25f9feef/disable_ipv6 ]; then printf '%s' 1 > /proc/sys/net/ipv6/conf/k6t-49a25f9feef/disable_ipv6; fi
ip -batch - <<'END'
link set dev k6t-49a25f9feef up
END
