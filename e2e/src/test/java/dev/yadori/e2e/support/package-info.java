/** What the tests on a real cluster share: the cluster, a namespace a class, pods to look around from, and traces of failures. */
@NullMarked
package dev.yadori.e2e.support;

import org.jspecify.annotations.NullMarked;
