package io.nfcs.tick;

import java.util.List;

/**
 * The quantities of the NFCS model. Every outcome has them, in the order of {@link #ALL} and before
 * all others; they stay "not computed" in a run that has no stage for them.
 *
 * <p>Names, keys and metrics are those of all older journals, tables and dashboards: none ever
 * changes, and none is added.
 */
public final class ModelQuantities {
  /** Kuramoto order parameter R of the oscillators, 0..1. */
  public static final Quantity ORDER_PARAMETER =
      Quantity.number("kuramoto.order_parameter", "", "Kuramoto order parameter.")
          .as("order_parameter", "nfcs_order_parameter");

  /** Global order parameter of the field, 0..1. */
  public static final Quantity FIELD_COHERENCE =
      Quantity.number("risk.field_coherence", "", "Order parameter of the field.")
          .as("field_coherence", "nfcs_field_coherence");

  /** Energy functional of the field. */
  public static final Quantity ENERGY =
      Quantity.number("risk.energy", "", "Energy functional of the field.")
          .as("energy", "nfcs_field_energy");

  /** Vortices per unit area. */
  public static final Quantity DEFECT_DENSITY =
      Quantity.number("risk.defect_density", "1/area", "Vortices per unit area.")
          .as("defect_density", "nfcs_defect_density");

  /** Hallucination number H_a. */
  public static final Quantity HALLUCINATION =
      Quantity.number("risk.hallucination", "", "Hallucination number H_a.")
          .as("hallucination", "nfcs_hallucination_number");

  /** Cost functional J. */
  public static final Quantity COST =
      Quantity.number("risk.cost", "", "Cost functional J.").as("cost", "nfcs_cost");

  /** Risk score, 0..1. */
  public static final Quantity RISK =
      Quantity.number("risk.score", "", "Risk score, 0 to 1.").as("risk", "nfcs_risk_score");

  /** Vortices of the field, of either sign. */
  public static final Quantity VORTICES =
      Quantity.count("risk.vortices", "vortices", "Vortices of the field.")
          .as("vortices", "nfcs_field_vortices");

  /** Risk level. */
  public static final Quantity RISK_LEVEL =
      Quantity.code("risk.level", "Risk level.", "normal", "warning", "critical", "emergency")
          .as("risk_level", "nfcs_risk_level");

  /** Decision of the constitution. */
  public static final Quantity DECISION =
      Quantity.code(
              "constitution.decision",
              "Latest decision.",
              "accept",
              "monitor",
              "reject",
              "emergency")
          .as("decision", "nfcs_decision");

  /** Largest risk of a token of the tick, 0..1. */
  public static final Quantity TOKEN_RISK =
      Quantity.number("esc.token_risk", "", "Largest risk of a token of the tick.")
          .as("token_risk", "nfcs_token_risk");

  /** Share of the tokens of the tick that are unsafe, 0..1. */
  public static final Quantity UNSAFE_RATIO =
      Quantity.number("esc.unsafe_ratio", "", "Share of the tokens of the tick that are unsafe.")
          .as("unsafe_ratio", "nfcs_unsafe_ratio");

  /** Share of the tokens of the tick that repeats earlier ones, 0..1. */
  public static final Quantity ECHO =
      Quantity.number("esc.echo", "", "Share of the tokens of the tick that repeats earlier ones.")
          .as("echo", "nfcs_echo");

  /** Order parameter of the semantic field, 0..1. */
  public static final Quantity SEMANTIC_ORDER =
      Quantity.number("esc.semantic_order", "", "Order parameter of the tokens' field.")
          .as("semantic_order", "nfcs_semantic_order");

  /** Policies that the loop or its actions violated on the tick. */
  public static final Quantity VIOLATIONS =
      Quantity.count("constitution.violations", "policies", "Policies violated on the tick.")
          .as("violations", "nfcs_violations");

  /** Phase of the emergency. */
  public static final Quantity PHASE =
      Quantity.code("constitution.phase", "Emergency.", "none", "active", "recovery")
          .as("phase", "nfcs_emergency_phase");

  /** All quantities of the model. */
  public static final List<Quantity> ALL =
      List.of(
          ORDER_PARAMETER,
          FIELD_COHERENCE,
          ENERGY,
          DEFECT_DENSITY,
          HALLUCINATION,
          COST,
          RISK,
          VORTICES,
          RISK_LEVEL,
          DECISION,
          TOKEN_RISK,
          UNSAFE_RATIO,
          ECHO,
          SEMANTIC_ORDER,
          VIOLATIONS,
          PHASE);

  private ModelQuantities() {}
}
