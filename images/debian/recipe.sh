# What every Linux image stands on: Debian's essential packages without apt, documentation and translations.
# shellcheck shell=bash disable=SC2034 # read by images/build
KIND=packages
LAYER_ONLY=1
PACKAGES=()
ENVIRONMENT=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
CMD=(/bin/bash)

# The users of all images are made here once: /etc/passwd then is the same file for every layer on top.
# 107 is the number that KubeVirt's qemu user has; disks of guests are owned by it.
layer_files() {
  local root=$1
  printf '%s\n' 'qemu:x:107:107:guest:/var/lib/yadori:/usr/sbin/nologin' \
    'nonroot:x:1001:1001:service:/nonexistent:/usr/sbin/nologin' >>"$root/etc/passwd"
  printf '%s\n' 'qemu:x:107:' 'nonroot:x:1001:' >>"$root/etc/group"
  printf '%s\n' 'qemu:*:20000:0:99999:7:::' 'nonroot:*:20000:0:99999:7:::' >>"$root/etc/shadow"
}
