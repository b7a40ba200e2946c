/** The tools of the image and the kernel's answers: qemu-img, xorriso, O_DIRECT. */
@NullMarked
package dev.yadori.launcher.volume.host;

import org.jspecify.annotations.NullMarked;
