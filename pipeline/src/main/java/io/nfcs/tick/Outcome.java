package io.nfcs.tick;

import java.util.Arrays;

/**
 * What the stages found out on one tick.
 *
 * <p><b>Units.</b> All values are in the units of the model. A value that no stage has set is NaN,
 * a count or code that no stage has set is -1: "not computed" is never confused with zero.
 * <b>Threads.</b> Written by the stages in their order. <b>Allocates</b> only when made.
 */
public final class Outcome {
  /** Number of {@code double} values; index of {@link #value}. */
  public static final int VALUES = 7;

  private static final int ORDER_PARAMETER = 0;
  private static final int FIELD_COHERENCE = 1;
  private static final int ENERGY = 2;
  private static final int DEFECT_DENSITY = 3;
  private static final int HALLUCINATION = 4;
  private static final int COST = 5;
  private static final int RISK = 6;

  private final double[] values = new double[VALUES];
  private int vortices;
  private int riskLevel;
  private int decision;

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
    values[ORDER_PARAMETER] = r;
  }

  /** Global order parameter of the field. */
  public double fieldCoherence() {
    return values[FIELD_COHERENCE];
  }

  /** Sets the global order parameter of the field. */
  public void fieldCoherence(double r) {
    values[FIELD_COHERENCE] = r;
  }

  /** Energy functional of the field. */
  public double energy() {
    return values[ENERGY];
  }

  /** Sets the energy functional of the field. */
  public void energy(double e) {
    values[ENERGY] = e;
  }

  /** Vortices per unit area. */
  public double defectDensity() {
    return values[DEFECT_DENSITY];
  }

  /** Sets the vortices per unit area. */
  public void defectDensity(double rho) {
    values[DEFECT_DENSITY] = rho;
  }

  /** Hallucination number H_a. */
  public double hallucination() {
    return values[HALLUCINATION];
  }

  /** Sets the hallucination number. */
  public void hallucination(double ha) {
    values[HALLUCINATION] = ha;
  }

  /** Cost functional J. */
  public double cost() {
    return values[COST];
  }

  /** Sets the cost functional. */
  public void cost(double j) {
    values[COST] = j;
  }

  /** Risk score, 0..1. */
  public double risk() {
    return values[RISK];
  }

  /** Sets the risk score. */
  public void risk(double score) {
    values[RISK] = score;
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

  /** Decision of the constitution; -1 while no such stage runs. */
  public int decision() {
    return decision;
  }

  /** Sets the decision of the constitution. */
  public void decision(int code) {
    decision = code;
  }

  /** The {@code index}-th value, for codecs that treat all alike. */
  public double value(int index) {
    return values[index];
  }

  /** Sets the {@code index}-th value. */
  public void value(int index, double value) {
    values[index] = value;
  }

  /** Back to nothing computed. */
  public void clear() {
    Arrays.fill(values, Double.NaN);
    vortices = -1;
    riskLevel = -1;
    decision = -1;
  }
}
