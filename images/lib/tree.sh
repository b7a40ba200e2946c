# From a folder to a layer: what changed against the layer below, as a tar with nothing accidental in it.
# shellcheck shell=bash disable=SC2154 # $work is common.sh's

# One line for each path: everything about it that counts, and not its time. Fields are separated by tabs; the path is
# last, so that it may hold anything but a line break.
tree_listing() {
  local sums=$work/sums
  (cd "$1" && find . -mindepth 1 -type f -print0 | sort -z | xargs -0r sha256sum --) |
    sed 's/^\\\{0,1\}\([0-9a-f]*\)  /\1\t/' >"$sums"
  (cd "$1" && find . -mindepth 1 -printf '%y\t%m\t%U\t%G\t%l\t%p\n' | sort -t $'\t' -k6) |
    awk -F '\t' -v OFS='\t' -v sums="$sums" '
      BEGIN { while ((getline line < sums) > 0) { i = index(line, "\t"); sum[substr(line, i + 1)] = substr(line, 1, i - 1) } }
      { print $1, $2, $3, $4, $5, sum[$6], $6 }'
}

# tree_layer ROOT BASE_LISTING OUT_DIR: writes OUT_DIR/layer.tar.gz with its digests and sizes, and OUT_DIR/listing.
# BASE_LISTING may be /dev/null (then everything is new). Deleted paths become whiteouts, as the OCI image layout has it.
tree_layer() {
  local root=$1 base=$2 out=$3 path
  tree_listing "$root" >"$out/listing"
  awk -F '\t' 'FILENAME == ARGV[1] { base[$7] = $0; next } base[$7] != $0 { print $7 }' "$base" "$out/listing" >"$work/paths"
  while IFS= read -r path; do
    : >"$root/${path%/*}/.wh.${path##*/}"
    printf '%s\n' "${path%/*}/.wh.${path##*/}" >>"$work/paths"
  done < <(tree_deleted "$base" "$out/listing")
  sort -o "$work/paths" "$work/paths"
  tar --create --directory="$root" --verbatim-files-from --no-recursion --numeric-owner \
    --format=pax --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' \
    --xattrs --xattrs-include='security.capability' --mtime="@$SOURCE_DATE_EPOCH" --clamp-mtime \
    --transform='s,^\./,,' --file="$out/layer.tar" --files-from="$work/paths"
  layer_seal "$out"
}

# Paths that only the base has; of a deleted folder only the folder.
tree_deleted() {
  awk -F '\t' 'FILENAME == ARGV[1] { here[$7] = 1; next } !($7 in here) { print $7 }' "$2" "$1" | sort |
    awk 'last != "" && index($0, last "/") == 1 { next } { last = $0; print }'
}

# Turns OUT/layer.tar into OUT/layer.tar.gz and writes down its digests.
layer_seal() {
  local out=$1
  sha256sum <"$out/layer.tar" | cut -d ' ' -f1 >"$out/diff_id"
  stat -c %s "$out/layer.tar" >"$out/unpacked"
  gzip -n -6 "$out/layer.tar"
  sha256sum <"$out/layer.tar.gz" | cut -d ' ' -f1 >"$out/digest"
  stat -c %s "$out/layer.tar.gz" >"$out/size"
}
