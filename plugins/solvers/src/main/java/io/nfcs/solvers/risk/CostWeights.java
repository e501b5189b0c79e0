package io.nfcs.solvers.risk;

/**
 * Weights of the cost functional J = w_f int |phi|^2 + w_g int |grad phi|^2 + w_u int |u|^2 + w_R
 * (1 - (R_global + R_modular) / 2), integrals over the field.
 *
 * <p><b>Fails.</b> With {@link IllegalArgumentException} on a weight below 0 or not finite.
 *
 * @param field w_f, 0 or more
 * @param gradient w_g, 0 or more
 * @param control w_u, 0 or more
 * @param coherence w_R, 0 or more
 */
record CostWeights(double field, double gradient, double control, double coherence) {
  /** The weights of the reference system. */
  public static final CostWeights REFERENCE = new CostWeights(1.0, 0.5, 0.1, 2.0);

  /** Checks the weights. */
  public CostWeights {
    check("field", field);
    check("gradient", gradient);
    check("control", control);
    check("coherence", coherence);
  }

  /**
   * Returns the cost of a measured field under a control that is equal everywhere.
   *
   * @param measures of the field
   * @param area of the field
   * @param u control of the field
   * @param globalOrder R_global
   * @param modularOrder R_modular
   */
  public double cost(
      FieldMeasures measures, double area, double u, double globalOrder, double modularOrder) {
    return field * measures.mass()
        + gradient * measures.gradient()
        + control * (u * u * area)
        + coherence * (1 - (globalOrder + modularOrder) / 2);
  }

  private static void check(String key, double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(key + ": " + weight + ", allowed: finite, 0 or more");
    }
  }
}
