/** The cluster's configuration, watched: what the KubeVirt object says, or the defaults while there is none. */
@NullMarked
package dev.yadori.service.config;

import org.jspecify.annotations.NullMarked;
