ip -batch - <<'END'
link set dev eth0 alias yadori.dev/pod-mac=76:95:fd:c7:55:46
route append 10.244.2.1/32 dev eth0 table 1067
route append fd00:244:0:2::1/128 dev eth0 table 1067 metric 1024
route append 0.0.0.0/0 via 10.244.2.1 dev eth0 table 1067 onlink
route append 10.244.2.0/24 via 10.244.2.1 dev eth0 table 1067 onlink
route append fd00:244:0:2::/64 via fd00:244:0:2::1 dev eth0 table 1067 metric 1024 onlink
route append ::/0 via fd00:244:0:2::1 dev eth0 table 1067 metric 1024 onlink
link add name k6t-eth0 address d2:2d:99:7e:a8:91 mtu 1500 type bridge
link set dev k6t-eth0 addrgenmode none
addr add 169.254.75.10/32 dev k6t-eth0
addr add fe80::d02d:99ff:fe7e:a891/64 dev k6t-eth0 nodad
END
nft -f - <<'END'
table bridge yadori-eth0
delete table bridge yadori-eth0
table bridge yadori-eth0 {
  chain output {
    type filter hook output priority 0
    oifname "eth0" icmpv6 type nd-router-advert drop
    oifname "eth0" udp sport { 67, 547 } drop
  }
  chain forward {
    type filter hook forward priority 0
    iifname "eth0" icmpv6 type nd-router-advert drop
    iifname "eth0" udp sport { 67, 547 } udp dport { 68, 546 } drop
    oifname "eth0" icmpv6 type nd-router-solicit drop
    oifname "eth0" udp sport { 68, 546 } udp dport { 67, 547 } drop
  }
}
END
ip -batch - <<'END'
link set dev eth0 arp off
link set dev eth0 address d2:2d:99:7e:a8:91
link set dev eth0 master k6t-eth0
link set dev eth0 type bridge_slave learning off
route del ::/0 via fd00:244:0:2::1 dev eth0 metric 1024
route del fd00:244:0:2::/64 via fd00:244:0:2::1 dev eth0 metric 1024
route del 10.244.2.0/24 via 10.244.2.1 dev eth0
route del 0.0.0.0/0 via 10.244.2.1 dev eth0
route del fd00:244:0:2::1/128 dev eth0 metric 1024
route del 10.244.2.1/32 dev eth0
tuntap add dev tap0 mode tap user 107 group 107
link set dev tap0 addrgenmode none
link set dev tap0 mtu 1500
link set dev tap0 master k6t-eth0
link set dev tap0 up
END
printf '%s' 1 > /proc/sys/net/ipv4/conf/k6t-eth0/arp_ignore
printf '%s' 1 > /proc/sys/net/ipv6/conf/all/forwarding
printf '%s' 0 > /proc/sys/net/ipv6/conf/k6t-eth0/accept_ra
ip -batch - <<'END'
link set dev k6t-eth0 up
route append fd00:244:0:2::1/128 dev k6t-eth0 table main metric 1024
route append fd00:244:0:2::/64 via fd00:244:0:2::1 dev k6t-eth0 table main metric 1024
route append ::/0 via fd00:244:0:2::1 dev k6t-eth0 table main metric 1024
END
