package io.nfcs.lab.report;

/** Mode of a benchmark, in the terms of JMH. */
enum JmhMode {
  THROUGHPUT("thrpt", "Throughput, ops/time"),
  AVERAGE_TIME("avgt", "Average time, time/op"),
  SAMPLE_TIME("sample", "Sampling time"),
  SINGLE_SHOT("ss", "Single shot invocation time");

  private final String label;
  private final String title;

  JmhMode(String label, String title) {
    this.label = label;
    this.title = title;
  }

  /** Returns its name in a file of results. */
  String label() {
    return label;
  }

  /** Returns its name for people. */
  String title() {
    return title;
  }
}
