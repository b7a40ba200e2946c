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
route append 10.123.46.0/24 dev pod49a25f9feef table 1067
route append fd00:123:46::/64 dev pod49a25f9feef table 1067 metric 256
route append fd00:124::/48 via fd00:123:46::1 dev pod49a25f9feef table 1067 metric 1024 onlink
link add name k6t-49a25f9feef address 52:fc:cf:c8:5b:ee mtu 1500 type bridge
link set dev k6t-49a25f9feef addrgenmode none
addr add 169.254.75.11/32 dev k6t-49a25f9feef
addr add fe80::50fc:cfff:fec8:5bee/64 dev k6t-49a25f9feef nodad
END
nft -f - <<'END'
table bridge yadori-pod49a25f9feef
delete table bridge yadori-pod49a25f9feef
table bridge yadori-pod49a25f9feef {
  chain output {
    type filter hook output priority 0
    oifname "pod49a25f9feef" icmpv6 type nd-router-advert drop
    oifname "pod49a25f9feef" udp sport { 67, 547 } drop
  }
  chain forward {
    type filter hook forward priority 0
    iifname "pod49a25f9feef" icmpv6 type nd-router-advert drop
    iifname "pod49a25f9feef" udp sport { 67, 547 } udp dport { 68, 546 } drop
    oifname "pod49a25f9feef" icmpv6 type nd-router-solicit drop
    oifname "pod49a25f9feef" udp sport { 68, 546 } udp dport { 67, 547 } drop
  }
}
END
ip -batch - <<'END'
link set dev pod49a25f9feef arp off
link set dev pod49a25f9feef master k6t-49a25f9feef
link set dev pod49a25f9feef type bridge_slave learning off
route del fd00:124::/48 via fd00:123:46::1 dev pod49a25f9feef metric 1024
route del fd00:123:46::/64 dev pod49a25f9feef metric 256
route del 10.123.46.0/24 dev pod49a25f9feef
tuntap add dev tap49a25f9feef mode tap user 107 group 107
link set dev tap49a25f9feef addrgenmode none
link set dev tap49a25f9feef mtu 1500
link set dev tap49a25f9feef master k6t-49a25f9feef
link set dev tap49a25f9feef up
END
bridge fdb replace 0a:00:00:00:00:21 dev tap49a25f9feef master static
printf '%s' 1 > /proc/sys/net/ipv4/conf/k6t-49a25f9feef/arp_ignore
printf '%s' 1 > /proc/sys/net/ipv6/conf/all/forwarding
printf '%s' 0 > /proc/sys/net/ipv6/conf/k6t-49a25f9feef/accept_ra
ip -batch - <<'END'
link set dev k6t-49a25f9feef up
route append fd00:123:46::/64 dev k6t-49a25f9feef table 345646585 metric 256
route append fd00:124::/48 via fd00:123:46::1 dev k6t-49a25f9feef table 345646585 metric 1024
END
ip -6 route replace unreachable default table 345646585 metric 4294967295
[ -n "$(ip -6 rule show iif k6t-49a25f9feef)" ] || ip -6 rule add iif k6t-49a25f9feef lookup 345646585
