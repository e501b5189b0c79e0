package io.nfcs.constitution;

/**
 * Violation of a policy.
 *
 * @param id number of the violation, unique in its log
 * @param policy the policy
 * @param operation the violating operation
 * @param epoch of the policies
 * @param nanos time by the log's clock
 * @param isCached whether the verdict came from the cache
 */
public record Violation(
    long id, Policy policy, String operation, long epoch, long nanos, boolean isCached) {}
