# A small frame for tests of the cluster's own scripts: a test is a function named check_*, and its text is its name.
# shellcheck shell=bash disable=SC2034,SC2154
passed=0 failed=0

# Runs each check_* function of the sourcing file in a shell of its own. Not in a condition: bash would run all of it
# without errexit there.
run_checks() {
  trap - ERR
  local check output status
  for check in $(declare -F | awk '$3 ~ /^check_/ { print $3 }'); do
    set +e
    output=$(
      set -e
      "$check" 2>&1
    )
    status=$?
    set -e
    if ((status == 0)); then
      printf 'ok      %s\n' "${check#check_}"
      passed=$((passed + 1))
    else
      printf 'FAILED  %s\n%s\n' "${check#check_}" "$(sed 's/^/        /' <<<"$output")"
      failed=$((failed + 1))
    fi
  done
}

closing_line() {
  printf '%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0 && passed > 0))
}

fail() {
  printf '%s\n' "$*"
  exit 1
}

# Everything on the machine that a cluster could leave behind. What other programs do by the minute is left out.
machine_snapshot() (
  # Many of these find nothing, which is what a test wants, and say so by their status.
  trap - ERR
  set +eo pipefail
  echo "== links" && ip -o link | awk -F'[ :@]+' '{ print $2 }' | sort
  echo "== addresses" && ip -o addr | awk '{ print $2, $3, $4 }' | sort
  echo "== routes" && { ip route show table all; ip -6 route show table all; } | sed 's/ expires [^ ]*//; s/ pref .*//' | sort
  echo "== namespaces" && ip netns list | sort && lsns --noheadings --output TYPE,COMMAND | grep -E '(^| )(tini|[a-z/.-]*containerd|[a-z/.-]*kube[a-z-]+|[a-z/.-]*etcd|[a-z/.-]*coredns)( |$)' | sort
  echo "== mounts" && awk '{ print $1, $2, $3 }' /proc/mounts | sort
  echo "== nft" && nft list ruleset
  echo "== hosts" && cat /etc/hosts /etc/resolv.conf
  echo "== loop devices" && losetup --noheadings --list --output NAME,BACK-FILE | sort
  echo "== processes" && ps -eo args | grep -E '(^|/)(tini|containerd|containerd-shim-runc-v2|kubelet|kube-[a-z-]+|etcd|coredns|nsenter|pause|runc) ?' | grep -v grep | sort
  echo "== control groups" && find /sys/fs/cgroup -type d -name 'yadori*' | sort
  echo "== settings" && sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding
  echo "== files" && ls -d "$state" /run/netns/yadori* /var/lib/kubelet /var/lib/containerd /etc/cni /opt/cni 2>/dev/null
  true
)
