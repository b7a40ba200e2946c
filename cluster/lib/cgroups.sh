# Control groups of the nodes, under yadori/<node> of every hierarchy: version 1 (one a controller) and 2 (one in all).
# shellcheck shell=bash disable=SC2154 # settings.sh

cgroup_unified() { [[ -f /sys/fs/cgroup/cgroup.controllers ]]; }

cgroup_hierarchies() {
  if cgroup_unified; then
    printf '%s\n' /sys/fs/cgroup
  else
    awk '($3 == "cgroup" || $3 == "cgroup2") && $2 ~ "^/sys/fs/cgroup/" { print $2 }' /proc/mounts | sort -u
  fi
}

cgroup_make() {
  local hierarchy group file
  while read -r hierarchy; do
    group=$hierarchy/yadori/$1
    mkdir -p "$group"
    if cgroup_unified; then
      cgroup_pass_on "$hierarchy"
      cgroup_pass_on "$hierarchy/yadori"
    elif [[ -f $group/cpuset.mems ]]; then
      # A new cpuset is empty and takes no process until it is given CPUs and memory.
      for file in cpuset.cpus cpuset.mems; do
        cat "$hierarchy/$file" >"$hierarchy/yadori/$file"
        cat "$hierarchy/$file" >"$group/$file"
      done
    fi
  done < <(cgroup_hierarchies)
}

# Lets the groups below have the controllers of this one.
cgroup_pass_on() { sed 's/\</+/g' "$1/cgroup.controllers" >"$1/cgroup.subtree_control"; }

# Version 2 lets a group either hold processes or pass controllers on: the node's own processes move one level down,
# so that its kubelet can make groups for pods beside them.
cgroup_delegate() {
  local group=/sys/fs/cgroup/yadori/$1 process
  if ! cgroup_unified; then return; fi
  mkdir -p "$group/init"
  while read -r process; do printf '%s\n' "$process" >"$group/init/cgroup.procs"; done <"$group/cgroup.procs"
  cgroup_pass_on "$group"
}

# Shell text that moves the shell which runs it into the node's groups.
cgroup_enter() {
  local hierarchy group
  while read -r hierarchy; do
    group=$hierarchy/yadori/$1
    if [[ -d $group/init ]]; then group=$group/init; fi
    # shellcheck disable=SC2016 # the other shell's number
    printf 'echo $$ >%s/cgroup.procs; ' "$group"
  done < <(cgroup_hierarchies)
}

cgroup_remove() {
  local hierarchy
  while read -r hierarchy; do
    if [[ -d $hierarchy/yadori ]]; then await 30 "the removal of $hierarchy/yadori" cgroup_remove_tree "$hierarchy/yadori"; fi
  done < <(cgroup_hierarchies)
}

# The kernel frees a group a moment after its last process.
cgroup_remove_tree() {
  find "$1" -depth -type d -exec rmdir {} \;
  [[ ! -d $1 ]]
}
