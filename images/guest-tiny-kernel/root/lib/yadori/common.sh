# Shared by the start scripts.
# shellcheck shell=sh disable=SC2034 # read by the others
seed=/run/seed # user-data, meta-data, network-config of the data source, whatever its own names were

say() { echo "yadori-guest: $*" >/dev/console; }

# flat FILE: YAML or JSON as lines "path<tab>value"; see yaml.awk.
flat() { awk -f /lib/yadori/yaml.awk "$1"; }

# get FILE PATH: one value of a flattened file.
get() { awk -F '\t' -v path="$2" '$1 == path { print $2; exit }' "$1" | unescape; }

unescape() {
  awk '{ gsub(/\\\\/, "\001"); gsub(/\\n/, "\n"); gsub(/\\t/, "\t"); gsub("\001", "\\\\"); printf "%s%s", sep, $0; sep = "\n" }'
}
