# Sources every part of the cluster's scripts. The caller sets $cluster.
# shellcheck shell=bash disable=SC1091,SC2154
source "$cluster/../images/lib/common.sh"
for part in settings components pki config cgroups network node parts ground state; do
  source "$cluster/lib/$part.sh"
done

# A folder for temporary files; the caller's own work_end, or the one of images, removes it.
load_work() { work_begin; }
