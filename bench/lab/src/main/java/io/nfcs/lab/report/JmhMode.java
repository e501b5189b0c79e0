package io.nfcs.lab.report;

/** What JMH has measured of a benchmark, in its words. */
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

  /** Returns what a file of results calls it. */
  String label() {
    return label;
  }

  /** Returns what it is called in front of people. */
  String title() {
    return title;
  }
}
