# Debian packages that are only unpacked, never installed: parts of guests.
# shellcheck shell=bash disable=SC2154 # $work is common.sh's, $images and $recipe are the recipe's

# An apt of its own, with the suite's lists: the machine's apt stays as it is. Prints the options for it.
packages_apt() {
  local dir=$work/apt
  printf '%s\n' -o "Dir::State=$dir/state" -o Dir::State::status=/dev/null -o "Dir::Cache=$dir/cache" \
    -o "Dir::Etc::SourceList=$dir/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::Preferences=/dev/null \
    -o Dir::Etc::PreferencesParts=/dev/null -o APT::Sandbox::User=root
  if [[ -e $dir/sources.list ]]; then return; fi
  mkdir -p "$dir"/{state/lists/partial,cache/archives/partial}
  debian_sources >"$dir/sources.list.new"
  mv "$dir/sources.list.new" "$dir/sources.list"
}

# packages_unpack DIR PACKAGE...: downloads the packages, at the recipe's locked versions where they are to be had, and
# unpacks them to DIR. Writes DIR.components, and the lock when locks are updated. No dependency is followed.
packages_unpack() {
  local dir=$1 package version file lock=$recipe/packages.lock apt=() debs=$work/debs
  shift
  mapfile -t apt < <(packages_apt)
  apt-get "${apt[@]}" -qq update >"$work/apt.log" 2>&1 || die "apt-get update failed: $(grep -m1 '^[EW]:' "$work/apt.log")"
  rm -rf "$debs"
  mkdir -p "$debs" "$dir"
  for package in "$@"; do
    version=''
    if [[ ! $update_locks && -e $lock ]]; then version=$(sed -n "s/^$package=//p" "$lock"); fi
    if [[ ! $version ]] || ! packages_download "$debs" "$package=$version" "${apt[@]}"; then
      if [[ ! $update_locks ]]; then warn "$package: locked version ${version:-(none)} is not to be had, taking the current one"; fi
      packages_download "$debs" "$package" "${apt[@]}" || die "cannot download $package: $(grep -m1 '^E:' "$work/apt.log")"
    fi
  done
  : >"$dir.components"
  : >"$work/versions"
  for file in "$debs"/*.deb; do
    dpkg-deb -x "$file" "$dir"
    # shellcheck disable=SC2016 # dpkg's own variables
    dpkg-deb -W --showformat='${Package}=${Version}\n' "$file" >>"$work/versions"
    dpkg-deb -W --showformat="pkg:deb/debian/\${Package}@\${Version}?arch=\${Architecture}&distro=$YADORI_SUITE\n" "$file" |
      purl_encode >>"$dir.components"
  done
  if [[ $update_locks ]]; then
    { printf '# What images/build --update-locks saw; name=version as Debian has it.\n' && sort "$work/versions"; } >"$lock"
    log "$lock: $# packages"
  fi
}

packages_download() {
  local debs=$1 what=$2
  shift 2
  (cd "$debs" && apt-get "$@" -q download "$what") >"$work/apt.log" 2>&1
}

# packages_kernel: the package that Debian's metapackage for cloud kernels stands for: the locked one, or the current one.
packages_kernel() {
  local apt=() locked
  locked=$(cat "$recipe/packages.lock" /dev/null 2>/dev/null | sed -n 's/^\(linux-image-[0-9][^=]*\)=.*/\1/p') || true
  if [[ $locked && ! $update_locks ]]; then
    printf '%s\n' "$locked"
    return
  fi
  mapfile -t apt < <(packages_apt)
  apt-get "${apt[@]}" -qq update >"$work/apt.log" 2>&1
  apt-cache "${apt[@]}" depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n1
}
