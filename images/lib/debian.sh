# Debian root file systems: where packages come from, which versions, what is stripped.
# shellcheck shell=bash disable=SC2154 # $work is common.sh's

# The mirror is the one this machine's apt uses; no host name is written down here.
debian_mirror() {
  if [[ -n ${YADORI_DEBIAN_MIRROR:-} ]]; then
    printf '%s\n' "${YADORI_DEBIAN_MIRROR%/}"
    return
  fi
  apt_uris | awk '$2 !~ /-security/ && $1 ~ /\/debian\/?$/ { sub(/\/$/, "", $1); print $1; found = 1; exit }
    END { exit !found }' ||
    die "no Debian mirror in this machine's apt sources; set YADORI_DEBIAN_MIRROR to its URL"
}

# Security updates: YADORI_DEBIAN_SECURITY_MIRROR, or what apt uses, or none (an own mirror may not have them).
debian_security_mirror() {
  if [[ -n ${YADORI_DEBIAN_SECURITY_MIRROR+set} || -n ${YADORI_DEBIAN_MIRROR:-} ]]; then
    printf '%s\n' "${YADORI_DEBIAN_SECURITY_MIRROR:-}"
    return
  fi
  apt_uris | awk '$2 ~ /-security/ { sub(/\/$/, "", $1); print $1; exit }'
}

# "URI suite" of each enabled source, from one-line and deb822 files alike.
apt_uris() {
  # shellcheck disable=SC2016 # apt's own variables
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | sort -u
}

debian_sources() {
  local mirror security
  mirror=$(debian_mirror)
  security=$(debian_security_mirror)
  printf 'deb %s %s main\n' "$mirror" "$YADORI_SUITE" "$mirror" "$YADORI_SUITE-updates"
  if [[ -n $security ]]; then printf 'deb %s %s main\n' "$security" "$YADORI_SUITE-security"; fi
}

# This machine may have been told not to check how old a mirror's index is; the same must hold inside.
debian_apt_options() {
  printf 'Acquire::Languages "none";\n'
  apt-config dump | grep -E '^Acquire::(Check-Valid-Until|Check-Date|https?::Proxy) ' || true
}

# debian_rootfs DIR LOCKFILES PACKAGE...: unpacks the packages, at the versions of the lock files (separated by blanks).
debian_rootfs() {
  local root=$1 locks=$2 logfile=$work/mmdebstrap.log sources=() options=() line packages
  shift 2
  need mmdebstrap=mmdebstrap
  mapfile -t sources < <(debian_sources)
  ((${#sources[@]})) || exit 1
  while IFS= read -r line; do options+=("--aptopt=${line%;}"); done < <(debian_apt_options)
  # shellcheck disable=SC2086 # a list of files
  debian_pins $locks >"$work/pins"
  packages=$(IFS=,; printf '%s' "$*")
  contained mmdebstrap --mode=root --variant=essential --format=directory --architectures=amd64 \
    "${options[@]}" --aptopt='APT::Install-Recommends "false"' ${packages:+--include="$packages"} \
    --setup-hook="mkdir -p \"\$1/etc/apt/preferences.d\" && cp '$work/pins' \"\$1/etc/apt/preferences.d/yadori\"" \
    "$YADORI_SUITE" "$root" "${sources[@]}" >"$logfile" 2>&1 ||
    die "mmdebstrap failed: $(grep -m1 '^E:' "$logfile" || tail -n1 "$logfile")"
}

# Pins do not fail where a mirror has dropped a version: apt then takes the current one, and debian_compare says so.
debian_pins() {
  if [[ $update_locks ]]; then return; fi
  cat /dev/null "$@" | sed -n 's/^\([^#=]*\)=\(.*\)$/Package: \1\nPin: version \2\nPin-Priority: 1001\n/p'
}

# name=version of what is installed, sorted.
debian_installed() {
  dpkg-query --admindir="$1/var/lib/dpkg" -W -f '${Package}=${Version}\n' | sort
}

# debian_compare NAME ROOT LOCKFILE...: a warning for each version that is not the locked one.
debian_compare() {
  local name=$1 root=$2 line
  shift 2
  while IFS= read -r line; do
    case $line in
      '<'*) warn "$name: locked but not obtainable or no longer needed: ${line#< }" ;;
      '>'*) warn "$name: taken instead, not in the lock: ${line#> }" ;;
    esac
  done < <(diff <(cat "$@" | grep -v '^#' | sort -u) <(debian_installed "$root") || true)
}

# Removes what no container needs and what differs from run to run. Copyright files stay: the licences ask for it.
debian_strip() {
  local root=$1
  find "$root/usr/share/doc" -mindepth 1 ! -type d ! -name copyright -delete
  find "$root/usr/share/doc" -mindepth 1 -type d -empty -delete
  rm -rf "$root"/usr/share/{man,info,locale,lintian,bug,bash-completion,zsh,fish,gtk-doc,help,i18n,icons,pixmaps} \
    "$root"/usr/share/{applications,metainfo,common-licenses/README,menu,doc-base,apport,gdb} \
    "$root"/etc/{systemd,init.d,cron.daily,cron.d,logrotate.d,update-motd.d,xdg,apparmor.d} "$root"/etc/rc?.d \
    "$root"/usr/lib/{systemd,tmpfiles.d,sysusers.d}
  find "$root/etc/alternatives" -name '*.gz' -delete # links to manual pages
  find "$root"/{dev,proc,sys,run,tmp,var/tmp,var/log,var/cache,var/lib/apt} -mindepth 1 -delete
  rm -f "$root"/var/lib/dpkg/*-old "$root"/etc/*- "$root"/etc/.pwd.lock "$root"/etc/apt/preferences.d/yadori \
    "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/* "$root"/etc/apt/apt.conf.d/99mmdebstrap \
    "$root"/var/lib/systemd/random-seed
  rm -f "$root"/etc/{hostname,resolv.conf,machine-id} "$root"/var/lib/dbus/machine-id
  : >"$root/etc/fstab"
}

# debian_drop ROOT PACKAGE...: removes packages that others depend on, without running their scripts. dpkg's own records
# follow, so that a scanner sees what is there.
debian_drop() {
  local root=$1 info=$1/var/lib/dpkg/info package list path
  shift
  : >"$work/dropped"
  for package in "$@"; do
    list=$info/$package.list
    [[ -e $list ]] || list=$info/$package:amd64.list
    [[ -e $list ]] || die "$package is to be dropped but is not installed"
    cat "$list" >>"$work/dropped"
    rm -f "${list%.list}".*
  done
  # What another package has too (folders, mostly) stays. Deepest first: a folder goes when it has become empty.
  sort -u "$work/dropped" | comm -23 - <(cat "$info"/*.list | sort -u) | sort -r | while IFS= read -r path; do
    if [[ -d $root$path && ! -L $root$path ]]; then
      rmdir "$root$path" 2>/dev/null || true
    else
      rm -f "$root$path"
    fi
  done
  awk -v dropped=" $* " 'BEGIN { RS = ""; ORS = "\n\n" } index(dropped, " " $2 " ") == 0' \
    "$root/var/lib/dpkg/status" >"$work/status"
  cp "$work/status" "$root/var/lib/dpkg/status"
}

debian_purls() {
  dpkg-query --admindir="$1/var/lib/dpkg" -W \
    -f "pkg:deb/debian/\${Package}@\${Version}?arch=\${Architecture}&distro=$YADORI_SUITE&source=\${source:Package}@\${source:Version}\n" |
    purl_encode | sort
}

# Signs that a package URL has to escape in a version.
purl_encode() { sed 's/+/%2B/g; s/@\([0-9]*\):/@\1%3A/g'; }
