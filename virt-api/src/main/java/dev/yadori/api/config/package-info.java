/** The cluster's configuration, watched: the KubeVirt object of our namespace, or the defaults while there is none. */
@NullMarked
package dev.yadori.api.config;

import org.jspecify.annotations.NullMarked;
