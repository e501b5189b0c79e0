package io.nfcs.tick;

import java.util.Arrays;

/**
 * What the stages found out on one tick.
 *
 * <p><b>Units.</b> All values are in the units of the model. A value that no stage has set is NaN,
 * a count or code that no stage has set is -1: "not computed" is never confused with zero.
 * <b>Threads.</b> Written by the stages in their order. <b>Allocates</b> only when made.
 * <b>Fails.</b> A value that is not finite is refused with an {@link ArithmeticException}, which
 * fails the stage that computed it; what was set before stays.
 */
public final class Outcome {
  /** Number of {@code double} values; index of {@link #value}. */
  public static final int VALUES = 11;

  /** Index of the order parameter. */
  public static final int ORDER_PARAMETER = 0;

  /** Index of the field coherence. */
  public static final int FIELD_COHERENCE = 1;

  /** Index of the energy. */
  public static final int ENERGY = 2;

  /** Index of the defect density. */
  public static final int DEFECT_DENSITY = 3;

  /** Index of the hallucination number. */
  public static final int HALLUCINATION = 4;

  /** Index of the cost. */
  public static final int COST = 5;

  /** Index of the risk. */
  public static final int RISK = 6;

  /** Index of the token risk. */
  public static final int TOKEN_RISK = 7;

  /** Index of the share of unsafe tokens. */
  public static final int UNSAFE_RATIO = 8;

  /** Index of the echo. */
  public static final int ECHO = 9;

  /** Index of the semantic order. */
  public static final int SEMANTIC_ORDER = 10;

  private final double[] values = new double[VALUES];
  private int vortices;
  private int riskLevel;
  private int decision;
  private int violations;
  private int phase;

  /** An outcome with nothing computed. */
  public Outcome() {
    clear();
  }

  /** Kuramoto order parameter R of the oscillators, 0..1. */
  public double orderParameter() {
    return values[ORDER_PARAMETER];
  }

  /** Sets the Kuramoto order parameter. */
  public void orderParameter(double r) {
    values[ORDER_PARAMETER] = Finite.check("order parameter", r);
  }

  /** Global order parameter of the field. */
  public double fieldCoherence() {
    return values[FIELD_COHERENCE];
  }

  /** Sets the global order parameter of the field. */
  public void fieldCoherence(double r) {
    values[FIELD_COHERENCE] = Finite.check("field coherence", r);
  }

  /** Energy functional of the field. */
  public double energy() {
    return values[ENERGY];
  }

  /** Sets the energy functional of the field. */
  public void energy(double e) {
    values[ENERGY] = Finite.check("energy", e);
  }

  /** Vortices per unit area. */
  public double defectDensity() {
    return values[DEFECT_DENSITY];
  }

  /** Sets the vortices per unit area. */
  public void defectDensity(double rho) {
    values[DEFECT_DENSITY] = Finite.check("defect density", rho);
  }

  /** Hallucination number H_a. */
  public double hallucination() {
    return values[HALLUCINATION];
  }

  /** Sets the hallucination number. */
  public void hallucination(double ha) {
    values[HALLUCINATION] = Finite.check("hallucination number", ha);
  }

  /** Cost functional J. */
  public double cost() {
    return values[COST];
  }

  /** Sets the cost functional. */
  public void cost(double j) {
    values[COST] = Finite.check("cost", j);
  }

  /** Risk score, 0..1. */
  public double risk() {
    return values[RISK];
  }

  /** Sets the risk score. */
  public void risk(double score) {
    values[RISK] = Finite.check("risk", score);
  }

  /** Largest risk of a token of this tick, 0..1. */
  public double tokenRisk() {
    return values[TOKEN_RISK];
  }

  /** Sets the largest risk of a token. */
  public void tokenRisk(double risk) {
    values[TOKEN_RISK] = Finite.check("token risk", risk);
  }

  /** Share of the tokens of this tick that are unsafe, 0..1. */
  public double unsafeRatio() {
    return values[UNSAFE_RATIO];
  }

  /** Sets the share of unsafe tokens. */
  public void unsafeRatio(double share) {
    values[UNSAFE_RATIO] = Finite.check("unsafe ratio", share);
  }

  /** How much of the tokens of this tick was said before, 0..1. */
  public double echo() {
    return values[ECHO];
  }

  /** Sets the strength of the echo. */
  public void echo(double strength) {
    values[ECHO] = Finite.check("echo", strength);
  }

  /** Order parameter of the semantic field, 0..1. */
  public double semanticOrder() {
    return values[SEMANTIC_ORDER];
  }

  /** Sets the order parameter of the semantic field. */
  public void semanticOrder(double r) {
    values[SEMANTIC_ORDER] = Finite.check("semantic order", r);
  }

  /** Number of vortices of the field, of either sign. */
  public int vortices() {
    return vortices;
  }

  /** Sets the number of vortices. */
  public void vortices(int count) {
    vortices = count;
  }

  /** Risk level: 0 normal, 1 warning, 2 critical, 3 emergency. */
  public int riskLevel() {
    return riskLevel;
  }

  /** Sets the risk level. */
  public void riskLevel(int level) {
    riskLevel = level;
  }

  /** Decision: 0 accept, 1 monitor, 2 reject, 3 emergency; -1 while no such stage runs. */
  public int decision() {
    return decision;
  }

  /** Sets the decision of the constitution. */
  public void decision(int code) {
    decision = code;
  }

  /** Policies that the loop or its actions violated on this tick. */
  public int violations() {
    return violations;
  }

  /** Sets the number of violations. */
  public void violations(int count) {
    violations = count;
  }

  /** Phase of the emergency: 0 none, 1 active, 2 recovery; -1 while no such stage runs. */
  public int phase() {
    return phase;
  }

  /** Sets the phase of the emergency. */
  public void phase(int code) {
    phase = code;
  }

  /** The {@code index}-th value, for codecs that treat all alike. */
  public double value(int index) {
    return values[index];
  }

  /** Sets the {@code index}-th value, as a codec read it: NaN where none was computed. */
  public void value(int index, double value) {
    values[index] = value;
  }

  /** Back to nothing computed. */
  public void clear() {
    Arrays.fill(values, Double.NaN);
    vortices = -1;
    riskLevel = -1;
    decision = -1;
    violations = -1;
    phase = -1;
  }
}
