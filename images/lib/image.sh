# Recipes: images/<name>/recipe.sh describes one layer and the configuration of the image that ends with it.
#
#   PARENT       the recipe whose layers lie below; none for an image made from nothing
#   KIND         packages: Debian's packages, then layer_files; files: only what layer_files makes
#   LAYER_ONLY   not an image of its own
#   NO_SBOM      the list of parts goes beside the archive only
#   PACKAGES     added to those of the parents
#   layer_files ROOT    changes or fills the tree
#   layer_inputs        prints what else the layer is made from (a version, a digest); it is part of its key
#   layer_below DIR     for it to call: unpacks what lies below
#   layer_needs         installs host programs that layer_files calls
#   layer_jars DIR      changes the jars of a Java program before its classes are archived
#   layer_components    prints package URLs for the SBOM of what KIND=files brings
#   ENVIRONMENT, USER_, ENTRYPOINT, CMD, WORKDIR, LABELS    image configuration; lists are inherited, not added to
# shellcheck shell=bash disable=SC2154 # $work is common.sh's, $images is build's
#
# No function here is called behind || or in an if: bash would then run all of it without errexit.

recipe_names() {
  local recipe
  for recipe in "$images"/*/recipe.sh; do
    recipe=${recipe%/recipe.sh}
    if [[ ! ${1:-} ]] || ! grep -q '^LAYER_ONLY=1' "$recipe/recipe.sh"; then printf '%s\n' "${recipe##*/}"; fi
  done
}

# Reads one recipe into the current shell; configuration of an earlier one stays where the new one is silent.
recipe_load() {
  local name=$1
  [[ $name =~ ^[a-z0-9][a-z0-9-]*$ && -f $images/$name/recipe.sh ]] ||
    die "no image named '$name'; there are: $(recipe_names image | paste -sd ' ')"
  PARENT='' KIND='' PACKAGES=() LAYER_ONLY='' NO_SBOM=''
  layer_files() { :; }
  layer_inputs() { :; }
  layer_needs() { :; }
  layer_components() { :; }
  layer_jars() { :; }
  recipe=$images/$name
  # shellcheck disable=SC1090,SC1091
  source "$recipe/recipe.sh"
}

# The recipe and those below it, lowest first, one a line.
recipe_chain() {
  local parent
  parent=$(recipe_load "$1" && printf '%s' "$PARENT")
  if [[ $parent ]]; then recipe_chain "$parent"; fi
  printf '%s\n' "$1"
}

# The key of a layer: everything that it is made from, and the key of the layer below.
layer_key() {
  local name=$1
  (
    recipe_load "$name"
    {
      if [[ $PARENT ]]; then layer_key "$PARENT"; fi
      printf '%s\n' "$name" "$SOURCE_DATE_EPOCH" "$YADORI_SUITE"
      layer_inputs
      cd "$images" || exit 1
      find "$name" lib/debian.sh lib/packages.sh lib/tree.sh -type f ! -name README.md ! -path '*/tests/*' -printf '%m %p\n' | sort |
        while read -r mode file; do printf '%s %s %s\n' "$mode" "$file" "$(sha256sum <"$file")"; done
    } | sha256sum | cut -c1-16
  )
}

# (A command substitution that fails is noticed in an assignment only.)
layer_dir() {
  local key
  key=$(layer_key "$1")
  printf '%s/layers/%s-%s\n' "$YADORI_CACHE" "$1" "$key"
}

layer_ensure() {
  local name=$1 dir
  dir=$(layer_dir "$name")
  if [[ -e $dir/digest && ! $update_locks ]]; then return; fi
  with_lock "layer-$name" layer_build "$name" "$dir"
}

layer_build() (
  name=$1 dir=$2
  if [[ -e $dir/digest && ! $update_locks ]]; then exit 0; fi # the run that we waited for has made it
  started=$SECONDS
  out=$work/layer-$name root=$work/root-$name
  rm -rf "$out" "$root"
  mkdir -p "$out"
  below=()
  recipe_load "$name"
  if [[ $PARENT ]]; then mapfile -t below < <(recipe_chain "$PARENT"); fi
  base=/dev/null locks=() packages=()
  : >"$out/components"
  for lower in "${below[@]}"; do
    recipe_load "$lower"
    if [[ $KIND == packages ]]; then
      base=$(layer_dir "$lower")/listing
      locks+=("$images/$lower/packages.lock")
      packages+=("${PACKAGES[@]}")
    else
      cat "$(layer_dir "$lower")/own-components" >>"$out/components"
    fi
  done
  recipe_load "$name"
  layer_needs
  log "$name: building its layer"
  case $KIND in
    packages)
      packages+=("${PACKAGES[@]}")
      if [[ -e $recipe/packages.lock ]]; then locks+=("$recipe/packages.lock"); fi
      debian_rootfs "$root" "${locks[*]}" "${packages[@]}"
      debian_installed "$root" >"$work/installed"
      if [[ $update_locks ]]; then
        layer_lock "$recipe/packages.lock" "${below[@]}"
      elif ((${#locks[@]})); then
        debian_compare "$name" "$root" "${locks[@]}"
      else
        warn "$name: has no packages.lock; run images/build --update-locks $name"
      fi
      debian_strip "$root"
      for lower in "${below[@]}"; do
        recipe_load "$lower"
        if [[ $KIND == packages ]]; then layer_files "$root"; fi
      done
      recipe_load "$name"
      ;;
    files) mkdir -p "$root" && chmod 0755 "$root" ;;
    *) die "$recipe/recipe.sh: KIND must be packages or files" ;;
  esac
  layer_files "$root"
  if [[ $KIND == packages ]]; then debian_purls "$root" >>"$out/components"; fi
  layer_components >"$out/own-components"
  cat "$out/own-components" >>"$out/components"
  sort -u -o "$out/components" "$out/components"
  if [[ ! $NO_SBOM ]]; then layer_sbom "$root" "$out" "$base" "${below[@]}"; fi
  [[ $KIND == packages ]] || base=/dev/null
  tree_layer "$root" "$base" "$out"
  printf '%s' "$name" >"$out/name"
  rm -rf "$dir" "$root"
  dir=$(layer_dir "$name") # a new lock file changes the key
  rm -rf "$dir"
  mv "$out" "$dir"
  log "$name: layer of $(human "$(<"$dir/size")") ($(human "$(<"$dir/unpacked")") unpacked) in $((SECONDS - started)) s"
)

# The lock of a layer leaves out what the locks of the layers below hold already.
layer_lock() {
  local lock=$1 lower
  shift
  for lower in "$@"; do
    if [[ -e $images/$lower/packages.lock ]]; then cat "$images/$lower/packages.lock"; fi
  done | sort -u >"$work/locked"
  {
    printf '# What images/build --update-locks saw; name=version as Debian has it.\n'
    comm -13 "$work/locked" "$work/installed"
  } >"$work/lock"
  mv "$work/lock" "$lock"
  log "$lock: $(grep -vc '^#' "$lock") packages"
}

# The list in the image names everything in it, so a files layer repeats what lies below it.
layer_sbom() {
  local root=$1 out=$2 base=$3 lower
  shift 3
  if [[ $KIND == files ]]; then
    for lower in "$@"; do cat "$(layer_dir "$lower")/components"; done >>"$out/components"
    sort -u -o "$out/components" "$out/components"
  fi
  mkdir -p "$root/usr/share/yadori"
  {
    printf '# What is in this image, as package URLs. Made by images/build.\n'
    cat "$out/components"
  } >"$root/usr/share/yadori/sbom.txt"
  chmod 0755 "$root"/usr{,/share,/share/yadori}
  chmod 0644 "$root/usr/share/yadori/sbom.txt"
}

# layer_below DIR: unpacks the layers below the recipe, for a recipe that runs what is in them.
layer_below() {
  local dir=$1 layer
  mkdir -p "$dir"
  for layer in $(recipe_chain "$PARENT"); do layer_apply "$(layer_dir "$layer")/layer.tar.gz" "$dir"; done
}

# layer_apply TAR_GZ DIR: what a container runtime does with a layer, deletions included.
layer_apply() {
  local blob=$1 dir=$2 path
  while IFS= read -r path; do
    rm -rf "${dir:?}/${path%/*}/${path##*/.wh.}"
  done < <(tar --list --file="$blob" | sed -n '/\/\.wh\./p')
  tar --extract --file="$blob" --directory="$dir" --same-owner --preserve-permissions --numeric-owner \
    --xattrs --xattrs-include='security.capability' --exclude='.wh.*'
}

json_list() { jq -cn '$ARGS.positional' --args -- "$@"; }

# image_build NAME: prints the path of the archive.
image_build() {
  local name=$1 layer layers=() chain archive key dir
  chain=$(recipe_chain "$name")
  need jq=jq
  for layer in $chain; do
    layer_ensure "$layer"
    dir=$(layer_dir "$layer")
    layers+=("$dir")
  done
  recipe_load "$name"
  if [[ $LAYER_ONLY ]]; then return; fi
  key=$(printf '%s\n' "$(layer_key "$name")" "$(image_ref "$name")" "$(sha256sum <"$images/lib/oci.sh")" | sha256sum | cut -c1-16)
  archive=$YADORI_CACHE/images/$name-$key.tar
  if [[ ! -e $archive ]]; then with_lock "image-$name" image_pack "$name" "$archive" "${layers[@]}"; fi
  image_sizes "$name" "$archive" "${layers[@]}"
  printf '%s\n' "$archive"
}

image_pack() (
  name=$1 archive=$2
  shift 2
  USER_='' ENVIRONMENT=() ENTRYPOINT=() CMD=() WORKDIR='' LABELS=()
  for lower in $(recipe_chain "$name"); do recipe_load "$lower"; done
  config=$(oci_config "$USER_" "$(json_list "${ENVIRONMENT[@]}")" "$(json_list "${ENTRYPOINT[@]}")" \
    "$(json_list "${CMD[@]}")" "$WORKDIR" "$(jq -cn '$ARGS.positional | map(split("=") | {(.[0]): (.[1:] | join("="))}) | add // {}' --args -- "${LABELS[@]}")" "$@")
  oci_archive "$name" "$config" "$work/$name.tar" "$@" >/dev/null
  cp "${*: -1}/components" "$archive.sbom.txt"
  mv "$work/$name.tar" "$archive"
)

image_sizes() {
  local name=$1 archive=$2 layer packed=0 unpacked=0
  shift 2
  for layer in "$@"; do
    packed=$((packed + $(<"$layer/size")))
    unpacked=$((unpacked + $(<"$layer/unpacked")))
  done
  printf '%-20s %10s compressed %10s unpacked  %s\n' "$name" "$(human "$packed")" "$(human "$unpacked")" "$(image_ref "$name")" >&2
}
