# The programs of the cluster that are built from Go modules, cached by what they were made from.
# shellcheck shell=bash disable=SC2154 # $cluster is the caller's, $work is images/lib/common.sh's

component_names() { printf '%s\n' kubernetes containerd cni; }

# Everything that decides about the bytes: our sources, the pinned modules, the compiler.
component_key() {
  (
    cd "$cluster/components/$1" || exit 1
    {
      go version
      find . -type f ! -name '*_test.go' ! -path '*/testdata/*' ! -name '*.md' | sort | xargs sha256sum
      declare -f build_kubernetes
    } | sha256sum | cut -c1-16
  )
}

declare -A component_dirs=()

# The folder with the programs of a component that has been built. Its callers are subshells, which can keep nothing:
# who asks often fills component_dirs first.
component_bin() { printf '%s\n' "${component_dirs[$1]:-$YADORI_CACHE/cluster/$1-$(component_key "$1")}"; }

component_build() {
  local dir
  dir=$(component_bin "$1")
  if [[ ! -d $dir ]]; then with_lock "cluster-$1" component_make "$1" "$dir"; fi
}

component_make() {
  local name=$1 dir=$2 out=$work/bin-$1 started=$SECONDS
  if [[ -d $dir ]]; then return; fi # another run was first
  log "building $name from Go modules (the first time only)"
  mkdir -p "$out" "$YADORI_CACHE/cluster"
  component_fetch "$name"
  case $name in
    kubernetes) build_kubernetes "$out" ;;
    *) component_compile "$name" "$out" '' tool ;;
  esac
  mv "$out" "$dir"
  log "$name built in $((SECONDS - started)) s"
}

component_fetch() {
  if ! (cd "$cluster/components/$1" && go mod download) >"$work/fetch.log" 2>&1; then
    die "Go modules of $1 cannot be fetched: $(grep -m1 . "$work/fetch.log")"
  fi
}

# component_compile NAME OUT LDFLAGS PACKAGE...: one line of progress for every 300 packages.
component_compile() {
  local name=$1 out=$2 ldflags=$3
  shift 3
  if ! (cd "$cluster/components/$name" &&
    CGO_ENABLED=0 nice go build -v -trimpath -buildvcs=false -ldflags "-s -w $ldflags" -o "$out/" "$@") 2>&1 |
    tee "$work/build.log" | awk -v name="$name" 'NR % 300 == 0 { print "cluster:   " name ": " NR " packages"; fflush() }' >&2; then
    die "$name does not compile: $(grep -m1 -E '\.go:|^go: |error' "$work/build.log" || tail -n1 "$work/build.log")"
  fi
}

build_kubernetes() {
  local out=$1 source version program
  source=$(cd "$cluster/components/kubernetes" && go list -m -f '{{.Dir}}' k8s.io/kubernetes)
  version=${source##*@}
  local package=k8s.io/component-base/version
  component_compile kubernetes "$out" "-X $package.gitVersion=$version -X $package.gitMajor=$(cut -d. -f1 <<<"${version#v}") \
    -X $package.gitMinor=$(cut -d. -f2 <<<"$version")" go.etcd.io/etcd/server/v3 ./kube ./coredns ./block-provisioner ./network-policy
  # On its own: it spells a package in capitals that etcd spells in small letters, which one build may not mix.
  component_compile kubernetes "$out" '' github.com/rancher/local-path-provisioner
  for program in kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl; do
    ln -s kube "$out/$program"
  done
  mv "$out/server" "$out/etcd" # go names a program after its module, without the version
  gcc -Os -static -DVERSION="$version" -o "$out/pause" "$source/build/pause/linux/pause.c"
  strip "$out/pause"
}

# What images made from these programs list as their parts.
component_purls() {
  (cd "$cluster/components/$1" && go list -m -f '{{if not .Main}}pkg:golang/{{.Path}}@{{.Version}}{{end}}' all) | sed 's/+/%2B/g'
}

component_needs() {
  need gcc=gcc strip=binutils
  if [[ ! -e /usr/include/stdlib.h ]]; then install_packages libc6-dev; fi
  command -v go >/dev/null || die "Go is missing: install Go 1.26 or later (any 1.21 fetches the right one by itself) and put it on PATH"
}
