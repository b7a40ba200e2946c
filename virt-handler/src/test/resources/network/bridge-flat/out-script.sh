ip -batch - <<'END'
link set dev eth0 alias yadori.dev/pod-mac=76:95:fd:c7:55:46
route append 10.128.0.0/23 dev eth0 table 1067
route append 0.0.0.0/0 via 10.128.0.1 dev eth0 table 1067 onlink
link add name k6t-eth0 address d2:2d:99:7e:a8:91 mtu 8950 type bridge
link set dev k6t-eth0 addrgenmode none
addr add 169.254.75.10/32 dev k6t-eth0
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
route del 0.0.0.0/0 via 10.128.0.1 dev eth0
route del 10.128.0.0/23 dev eth0
tuntap add dev tap0 mode tap user 107 group 107
link set dev tap0 addrgenmode none
link set dev tap0 mtu 8950
link set dev tap0 master k6t-eth0
link set dev tap0 up
END
printf '%s' 1 > /proc/sys/net/ipv4/conf/k6t-eth0/arp_ignore
if [ -e /proc/sys/net/ipv6/conf/k6t-eth0/disable_ipv6 ]; then printf '%s' 1 > /proc/sys/net/ipv6/conf/k6t-eth0/disable_ipv6; fi
ip -batch - <<'END'
link set dev k6t-eth0 up
END
