/** Router advertisements on a raw socket that was handed in, because opening one takes more rights than this process has. */
@NullMarked
package dev.yadori.launcher.ra.netty;

import org.jspecify.annotations.NullMarked;
