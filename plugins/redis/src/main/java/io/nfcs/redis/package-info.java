/** A tier of caches on a Redis server, which any number of processes share. */
@NullMarked
package io.nfcs.redis;

import org.jspecify.annotations.NullMarked;
