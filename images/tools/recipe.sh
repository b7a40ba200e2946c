# Shell, network, firewall and disk tools: pods of the tests, and the base of the local cluster's add-ons.
# shellcheck shell=bash disable=SC2034 # read by images/build
PARENT=debian
KIND=packages
PACKAGES=(busybox iproute2 iputils-ping curl ca-certificates mount util-linux e2fsprogs iptables ipset nftables
  conntrack kmod socat tcpdump procps netcat-openbsd)
