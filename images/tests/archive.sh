# What holds for every image. $name and $archive are images/test's.
# shellcheck shell=bash disable=SC2154,SC2317

blobs_have_their_digests() {
  local dir=$work/blobs blob
  rm -rf "$dir" && mkdir "$dir"
  tar --extract --file="$archive" --directory="$dir"
  for blob in "$dir"/blobs/sha256/*; do
    [[ $(sha256sum <"$blob") == "${blob##*/}  -" ]] || { echo "$blob" && return 1; }
  done
  rm -rf "$dir"
}

named_as_asked() {
  local ref
  ref=$(tar --extract --to-stdout --file="$archive" index.json | jq -r '.manifests[0].annotations["io.containerd.image.name"]')
  [[ $ref == "$(image_ref "$name")" ]] || { echo "named $ref" && return 1; }
}

has_parts_list() { grep -q '^pkg:' "$archive.sbom.txt"; }

# A second build from an empty cache must give the same bytes.
builds_the_same_again() {
  local again
  again=$(YADORI_CACHE=$work/again "$images/build" "$name")
  cmp "$archive" "$again"
  rm -rf "$work/again"
}

check "$name: blobs have their digests" blobs_have_their_digests
check "$name: imports under the name $(image_ref "$name")" named_as_asked
check "$name: a list of parts lies beside it" has_parts_list
# The launcher's archived soft references hold the time of its dump (docs/decisions/0190-classes-linked-in-the-archive.md).
if [[ ${slow:-} && $name != virt-launcher ]]; then
  check "$name: a second build gives the same bytes" builds_the_same_again
fi
