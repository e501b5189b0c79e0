package io.nfcs.lab.replay;

import java.nio.file.Path;

/**
 * One side of a comparison: the build and its options.
 *
 * @param java folder of the JDK
 * @param jvmOptions file of JVM options
 * @param classPath the build: a jar with its libraries, or any class path
 * @param configuration file laid over the configuration of the recorded run
 */
public record Variant(Path java, Path jvmOptions, String classPath, Path configuration) {}
