/** Domains as libvirt's XML. */
@NullMarked
package dev.yadori.launcher.domain.xml;

import org.jspecify.annotations.NullMarked;
