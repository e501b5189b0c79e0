/**
 * The way of a tick through the stages: the Disruptor ring, or the caller's own thread.
 *
 * <p>The only package that imports the Disruptor. Knows {@code tick}, {@code counters} and {@code
 * timing}. Stages run by one thread at a time; nothing here waits for the store or any observer.
 */
@NullMarked
package io.nfcs.pipeline.ring;

import org.jspecify.annotations.NullMarked;
