# What user-data and meta-data ask for. cloud_early runs before the login prompt, cloud_late after the network is up.
# shellcheck shell=sh disable=SC2154 # $seed is common.sh's
config=/run/cloud-config.flat
meta=/run/meta-data.flat

cloud_early() {
  if [ -s "$seed/meta-data" ]; then flat "$seed/meta-data" >"$meta"; else : >"$meta"; fi
  : >"$config"
  case $(head -n1 "$seed/user-data" 2>/dev/null) in
    '#cloud-config'*) flat "$seed/user-data" >"$config" ;;
    '#!'* | '') ;;
    *) say "user-data is neither #cloud-config nor a script, ignored: $(head -c 40 "$seed/user-data" | head -n1)" ;;
  esac
  cloud_report
  cloud_hostname
  cloud_passwords
  cloud_keys
  cloud_files
  cloud_commands bootcmd
}

cloud_late() {
  cloud_commands runcmd
  case $(head -n1 "$seed/user-data" 2>/dev/null) in
    '#!'*)
      cp "$seed/user-data" /run/user-script
      chmod 0700 /run/user-script
      # The script's own interpreter line may ask for bash, which is not here.
      if grep -q '^#! */bin/bash' /run/user-script; then set -- sh; else set --; fi
      HOME=/root "$@" /run/user-script || say "user-data script ended with status $?"
      ;;
  esac
}

# Keys that nothing below reads are named, once each.
cloud_report() {
  sed -n 's/^!error\t/user-data: /p' "$config" | while read -r line; do say "$line"; done
  cut -f1 "$config" | sed 's,/.*,,' | uniq | while read -r key; do
    case $key in
      hostname | fqdn | password | chpasswd | ssh_authorized_keys | write_files | runcmd | bootcmd) ;;
      ssh_pwauth | '!error') ;;
      *) say "user-data: $key is not supported, ignored" ;;
    esac
  done
}

cloud_hostname() {
  name=$(get "$config" hostname)
  [ -n "$name" ] || name=$(get "$config" fqdn)
  [ -n "$name" ] || name=$(get "$meta" local-hostname)
  [ -n "$name" ] || name=$(get "$meta" hostname)
  [ -n "$name" ] || return 0
  name=${name%%.*}
  hostname "$name"
  echo "$name" >/etc/hostname
  printf '127.0.0.1 localhost %s\n::1 localhost %s\n' "$name" "$name" >/etc/hosts
}

# "password" and "chpasswd" speak of the default user, which is root here; other users do not exist.
cloud_passwords() {
  value=$(get "$config" password)
  [ -z "$value" ] || cloud_password root "$value"
  get "$config" chpasswd/list | while IFS=: read -r user value; do cloud_password "$user" "$value"; done
  for at in 0 1 2 3 4 5 6 7 8 9; do
    list=$(get "$config" "chpasswd/list/$at")
    user=$(get "$config" "chpasswd/users/$at/name")
    if [ -n "$list" ]; then cloud_password "${list%%:*}" "${list#*:}"; fi
    if [ -n "$user" ]; then cloud_password "$user" "$(get "$config" "chpasswd/users/$at/password")"; fi
  done
}

cloud_password() {
  if [ "$1" != root ]; then
    say "user-data: no user $1, password not set"
    return 0
  fi
  # shellcheck disable=SC2016 # a hash begins like this
  case $2 in
    '$'[1-9y]'$'*) hash=$2 ;;
    *) hash=$(mkpasswd -m sha512 "$2") ;;
  esac
  # The hash holds slashes and dots but never a colon.
  awk -F : -v OFS=: -v hash="$hash" '$1 == "root" { $2 = hash } { print }' /etc/shadow >/run/shadow
  cat /run/shadow >/etc/shadow
  rm /run/shadow
}

cloud_keys() {
  {
    grep '^ssh_authorized_keys/' "$config"
    grep -E '^public[-_]keys/' "$meta"
  } | cut -f2- | unescape >/run/keys
  if [ -s /run/keys ]; then
    mkdir -p /root/.ssh
    chmod 0700 /root/.ssh
    { cat /run/keys && echo; } >>/root/.ssh/authorized_keys
    chmod 0600 /root/.ssh/authorized_keys
  fi
  rm -f /run/keys
}

cloud_files() {
  at=0
  while grep -q "^write_files/$at/" "$config"; do
    cloud_file "write_files/$at"
    at=$((at + 1))
  done
}

cloud_file() {
  path=$(get "$config" "$1/path")
  if [ -z "$path" ]; then
    say "user-data: $1 has no path"
    return 0
  fi
  mkdir -p "$(dirname "$path")"
  case $(get "$config" "$1/append") in
    [Tt]rue | yes | on) ;;
    *) : >"$path" ;;
  esac
  content=$(get "$config" "$1/content" && echo x)
  content=${content%x}
  case $(get "$config" "$1/encoding") in
    b64 | base64) printf '%s' "$content" | base64 -d >>"$path" ;;
    gz | gzip | gz+b64 | gz+base64 | gzip+b64 | gzip+base64) printf '%s' "$content" | base64 -d | gunzip >>"$path" ;;
    *) printf '%s' "$content" >>"$path" ;;
  esac
  mode=$(get "$config" "$1/permissions")
  chmod "${mode:-0644}" "$path"
}

# cloud_commands KEY: a string is for the shell, a list is a program with its arguments.
cloud_commands() {
  at=0
  while grep -q "^$1/${at}[/$(printf '\t')]" "$config"; do
    if grep -q "^$1/$at/" "$config"; then
      set -- "$1"
      n=0
      while grep -q "^$1/$at/$n$(printf '\t')" "$config"; do
        set -- "$@" "$(get "$config" "$1/$at/$n")"
        n=$((n + 1))
      done
      key=$1
      shift
      "$@" || say "$key: $1 ended with status $?"
      set -- "$key"
    else
      sh -c "$(get "$config" "$1/$at")" || say "$1: command $at ended with status $?"
    fi
    at=$((at + 1))
  done
}
