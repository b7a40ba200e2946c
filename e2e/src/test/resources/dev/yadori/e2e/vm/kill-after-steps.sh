# From now on the virt-handlers of this node die, with all that they run, after each step that they take in the network of the guest $0 of the
# namespace $1: what they call nsenter is another program, which kills their process group. They die once after each step, and as many
# handlers follow each other. What they did is in a file of /tmp/steps, a line a step; the first one is "late" if some had been taken before.
# What a handler does by itself is seen by what comes of it: "socket" is a router's in the pod's network, "emulator" the guest that starts.
notes=/proc/$$/root/tmp/steps
node=$(readlink /proc/1/ns/pid)
mkdir -p /tmp/steps /tmp/program
cat >/tmp/program/nsenter <<'END'
#!/bin/sh
{ cat /tmp/program/before; cat; echo; echo '[ -z "${some-}" ] || step end'; } | exec /tmp/program/real "$@"
END
sed "s,NOTES,$notes," >/tmp/program/before <<'END'
notes=NOTES/$(stat -Lc %i /proc/$$/ns/net)
step() {
  some=1
  if [ -e "$notes" ] && ! grep -qxF -e "$*" "$notes"; then
    echo "$*" >>"$notes"
    kill -KILL 0
  fi
}
ip() {
  case "$*" in
    -batch*) while IFS= read -r line; do echo "$line" | command ip -batch -; step "ip $line"; done ;;
    *show*) command ip "$@" ;;
    *) command ip "$@"; step "ip $*" ;;
  esac
}
nft() { rules=$(cat); echo "$rules" | command nft "$@"; step "nft $(echo "$rules" | head -n 1)"; }
bridge() { command bridge "$@"; step "bridge $*"; }
printf() { command printf "$@"; step "sysctl $(readlink "/proc/$$/fd/1")"; }
END
chmod 755 /tmp/program/nsenter

# Marks the pod's network as soon as its launcher is there, without which no handler does anything.
mark() {
  local process
  process=$(pgrep -f -- "--name $1 --namespace $2 " | head -n 1) || return 0
  launcher=$process
  marked=/tmp/steps/$(stat -Lc %i "/proc/$process/ns/net")
  : >"$marked"
  if nsenter --net="/proc/$process/ns/net" ip link show dev k6t-eth0 >/dev/null 2>&1; then echo late >"$marked"; fi
}

# Puts the other program into a handler, if it is not there.
prepare() {
  local root=/proc/$1/root
  if [[ $(readlink "/proc/$1/ns/pid") != "$node" ]] || grep -q ' /usr/bin/nsenter ' "/proc/$1/mountinfo"; then return 0; fi
  mkdir -p "$root/tmp/program"
  cp /tmp/program/* "$root/tmp/program/"
  cp "$root/usr/bin/nsenter" "$root/tmp/program/real"
  mount -N "/proc/$1/ns/mnt" --bind /tmp/program/nsenter /usr/bin/nsenter
}

# Kills who is there, once for each word.
strike() {
  local process struck=
  if grep -qxF "$1" "$marked"; then return 0; fi
  for process in $(pgrep -x java); do
    if grep -qs ' /usr/bin/nsenter ' "/proc/$process/mountinfo" && kill -KILL -- "-$process"; then struck=1; fi
  done
  if [[ $struck ]]; then echo "$1" >>"$marked"; fi
}

watch() {
  if [[ $(wc -l <"/proc/$launcher/net/raw6") -gt 1 ]]; then strike socket; fi
  if pgrep -f -- "-name guest=$2_$1," >/dev/null; then strike emulator; fi
}

marked=
launcher=
while :; do
  # It may be gone by then.
  for process in $(pgrep -x java); do prepare "$process" || true; done
  if [[ ! $marked ]]; then mark "$0" "$1" || true; else watch "$0" "$1" || true; fi
  sleep 0.02
done
