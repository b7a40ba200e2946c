/**
 * The bytes behind a guest's disks: overlays, empty disks, cloud-init and configuration images, claims. {@link
 * dev.yadori.launcher.volume.GuestMedia} makes what is missing and says where everything is; programs are called through
 * {@link dev.yadori.launcher.volume.ImageTools}. Nothing here logs, because much of it is secret.
 */
@NullMarked
package dev.yadori.launcher.volume;

import org.jspecify.annotations.NullMarked;
