# Sources every part of the cluster's scripts. The caller sets $cluster.
# shellcheck shell=bash disable=SC1091,SC2154
source "$cluster/../images/lib/common.sh"
for part in settings components pki config cgroups network node parts ground state; do
  source "$cluster/lib/$part.sh"
done
