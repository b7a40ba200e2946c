# What the handler runs besides its own jars: links and rules of pod networks, in other processes' namespaces.
# shellcheck shell=bash disable=SC2034 # read by images/build
PARENT=jvm-base
KIND=packages
LAYER_ONLY=1
PACKAGES=(iproute2 nftables)
