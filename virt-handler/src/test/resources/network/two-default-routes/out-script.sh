ip -batch - <<'END'
link add name k6t-eth0 address 02:00:00:00:00:00 mtu 1450 type bridge
link set dev k6t-eth0 addrgenmode none
addr add fd10:0:2::1/120 dev k6t-eth0 nodad
addr add fe80::ff:fe00:0/64 dev k6t-eth0 nodad
tuntap add dev tap0 mode tap user 107 group 107
link set dev tap0 addrgenmode none
link set dev tap0 mtu 1450
link set dev tap0 master k6t-eth0
link set dev tap0 up
END
printf '%s' 1 > /proc/sys/net/ipv6/conf/all/forwarding
printf '%s' 0 > /proc/sys/net/ipv6/conf/k6t-eth0/accept_ra
ip -batch - <<'END'
link set dev k6t-eth0 up
END
nft -f - <<'END'
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
ip -batch - <<'END'
link set dev pod49a25f9feef alias yadori.dev/pod-mac=0a:00:00:00:00:21
route append fd00:123:46::/64 dev pod49a25f9feef table 1067 metric 256
route append ::/0 via fd00:123:46::1 dev pod49a25f9feef table 1067 metric 1024 onlink
link add name k6t-49a25f9feef address 52:fc:cf:c8:5b:ee mtu 1450 type bridge
link set dev k6t-49a25f9feef addrgenmode none
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
link set dev pod49a25f9feef address 52:fc:cf:c8:5b:ee
link set dev pod49a25f9feef master k6t-49a25f9feef
link set dev pod49a25f9feef type bridge_slave learning off
route del ::/0 via fd00:123:46::1 dev pod49a25f9feef metric 1024
route del fd00:123:46::/64 dev pod49a25f9feef metric 256
tuntap add dev tap49a25f9feef mode tap user 107 group 107
link set dev tap49a25f9feef addrgenmode none
link set dev tap49a25f9feef mtu 1450
link set dev tap49a25f9feef master k6t-49a25f9feef
link set dev tap49a25f9feef up
END
printf '%s' 1 > /proc/sys/net/ipv4/conf/k6t-49a25f9feef/arp_ignore
printf '%s' 1 > /proc/sys/net/ipv6/conf/all/forwarding
printf '%s' 0 > /proc/sys/net/ipv6/conf/k6t-49a25f9feef/accept_ra
ip -batch - <<'END'
link set dev k6t-49a25f9feef up
route append fd00:123:46::/64 dev k6t-49a25f9feef table 345646585 metric 256
route append ::/0 via fd00:123:46::1 dev k6t-49a25f9feef table 345646585 metric 1024
END
ip -6 route replace unreachable default table 345646585 metric 4294967295
[ -n "$(ip -6 rule show iif k6t-49a25f9feef)" ] || ip -6 rule add iif k6t-49a25f9feef lookup 345646585
