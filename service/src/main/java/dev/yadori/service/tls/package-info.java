/** Certificates in files that change while a process runs. */
@NullMarked
package dev.yadori.service.tls;

import org.jspecify.annotations.NullMarked;
