package io.nfcs.constitution;

/**
 * That a policy was violated.
 *
 * @param id number of the violation, unique in its log
 * @param policy the policy
 * @param operation what violated it
 * @param epoch of the policies
 * @param nanos when it was found, by the log's clock
 * @param isCached whether the verdict came from the cache
 */
public record Violation(
    long id, Policy policy, String operation, long epoch, long nanos, boolean isCached) {}
