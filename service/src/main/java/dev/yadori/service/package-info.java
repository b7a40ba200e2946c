/** What each service of the cluster needs, and none of them alone. */
@NullMarked
package dev.yadori.service;

import org.jspecify.annotations.NullMarked;
