# An agent that answers everything by a word, its argument.
mode=$1
echo $$ >/tmp/agent.pid
for d in /sys/class/virtio-ports/*; do
  if grep -q guest_agent $d/name; then port=/dev/${d##*/}; fi
done
text() { head -c $1 /dev/zero | tr '\0' x; }
many() { seq 999 | sed "s/.*/$1,/" | tr -d '\n'; }
cd /tmp || exit
x=$(text 9000)
{
  printf '{"return":{"name":"%s","id":"%s","version":"1","supported_commands":[' $x $x
  for c in info get-osinfo network-get-interfaces; do printf '{"name":"guest-%s","enabled":true},' $c; done
  many '{"name":"more-&","enabled":true}'
  echo '{}]}}'
} >huge
{
  printf '{"return":['
  many '{"name":"card&","hardware-address":"02:00:00:00:00:01","ip-addresses":[{"ip-address":"fd00::&"}]}'
  echo '{}]}'
} >huge.list
{ printf '{"return":{"name":"'; text 1000000; echo '"}}'; } >long
echo '{"return":[[[[' >wrong
echo '{"return":{"version":"1","id":"good","supported_commands":[]}}' >good
told() { echo "asked, and $mode" >/dev/ttyS0; }
exec 3<>$port
while :; do
  if ! read -r q <&3; then
    sleep 0.2
    continue
  fi
  {
    case $q$mode in
      *guest-sync*) q=${q##*:}; echo "{\"return\":${q%%\}*}}"; continue ;;
      # libvirt takes it the slower the more of it there is, and 10 MiB at most.
      *endless) text 500000; told; text 30000000 ;;
      *interfaces*huge) cat huge.list ;;
      *) cat $mode ;;
    esac
  } >&3
  told
done
