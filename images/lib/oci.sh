# From layers to one archive that `ctr images import`, `skopeo copy oci-archive:` and docker-archive readers (Jib) all take.
# shellcheck shell=bash disable=SC2154 # $work is common.sh's

# oci_archive NAME CONFIG_JSON OUT.tar LAYER_DIR...
oci_archive() {
  local name=$1 config=$2 out=$3 tree=$work/oci layer blobs
  shift 3
  rm -rf "$tree"
  blobs=$tree/blobs/sha256
  mkdir -p "$blobs"
  for layer in "$@"; do ln "$layer/layer.tar.gz" "$blobs/$(<"$layer/digest")" 2>/dev/null || cp "$layer/layer.tar.gz" "$blobs/$(<"$layer/digest")"; done
  printf '{"imageLayoutVersion":"1.0.0"}' >"$tree/oci-layout"
  local config_digest manifest_digest
  config_digest=$(oci_blob "$tree" <<<"$config")
  manifest_digest=$(oci_manifest "$config_digest" "$blobs" "$@" | oci_blob "$tree")
  jq -cn --arg digest "sha256:$manifest_digest" --argjson size "$(stat -c %s "$blobs/$manifest_digest")" \
    --arg ref "$(image_ref "$name")" '{schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json",
      manifests: [{mediaType: "application/vnd.oci.image.manifest.v1+json", digest: $digest, size: $size,
        platform: {architecture: "amd64", os: "linux"},
        annotations: {"io.containerd.image.name": $ref, "org.opencontainers.image.ref.name": $ref}}]}' >"$tree/index.json"
  # The docker-archive view of the same blobs.
  jq -cn --arg config "blobs/sha256/$config_digest" --arg ref "$(image_ref "$name")" --argjson layers "$(oci_layer_paths "$@")" \
    '[{Config: $config, RepoTags: [$ref], Layers: $layers}]' >"$tree/manifest.json"
  # Hard links of the cache must not show: readers expect plain files.
  tar --create --directory="$tree" --sort=name --numeric-owner --owner=0 --group=0 --mode=u=rwX,go=rX --hard-dereference \
    --mtime="@$SOURCE_DATE_EPOCH" --format=ustar --file="$out" oci-layout index.json manifest.json blobs
  printf '%s\n' "$manifest_digest"
}

oci_layer_paths() {
  local layer
  for layer in "$@"; do printf 'blobs/sha256/%s\n' "$(<"$layer/digest")"; done | jq -Rcn '[inputs]'
}

# Stores stdin as a blob and prints its digest.
oci_blob() {
  local file=$work/blob digest
  cat >"$file"
  digest=$(sha256sum <"$file" | cut -d ' ' -f1)
  mv "$file" "$1/blobs/sha256/$digest"
  printf '%s\n' "$digest"
}

oci_manifest() {
  local config=$1 blobs=$2 layer
  shift 2
  for layer in "$@"; do
    jq -cn --arg digest "sha256:$(<"$layer/digest")" --argjson size "$(<"$layer/size")" \
      '{mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: $digest, size: $size}'
  done | jq -cs --arg config "sha256:$config" --argjson size "$(stat -c %s "$blobs/$config")" \
    '{schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: {mediaType: "application/vnd.oci.image.config.v1+json", digest: $config, size: $size}, layers: .}'
}

# oci_config USER ENV ENTRYPOINT CMD WORKDIR LABELS LAYER_DIR...: the lists are JSON.
oci_config() {
  local user=$1 env=$2 entrypoint=$3 cmd=$4 workdir=$5 labels=$6 created layer
  shift 6
  created=$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)
  for layer in "$@"; do jq -cn --arg d "sha256:$(<"$layer/diff_id")" --arg n "$(<"$layer/name")" '{d: $d, n: $n}'; done |
    jq -cs --arg created "$created" --arg user "$user" --argjson env "$env" --argjson entrypoint "$entrypoint" \
      --argjson cmd "$cmd" --arg workdir "$workdir" --argjson labels "$labels" \
      '{created: $created, architecture: "amd64", os: "linux",
        config: ({User: $user, Env: $env, Entrypoint: $entrypoint, Cmd: $cmd, WorkingDir: $workdir, Labels: $labels}
          | with_entries(select(.value != null and .value != "" and .value != [] and .value != {}))),
        rootfs: {type: "layers", diff_ids: map(.d)},
        history: map({created: $created, created_by: ("yadori images/build, layer " + .n)})}'
}
