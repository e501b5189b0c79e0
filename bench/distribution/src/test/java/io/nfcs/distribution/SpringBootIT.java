package io.nfcs.distribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.Shipped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loop in an application of Spring Boot that is one jar, with the versions of our BOM above
 * those of Spring's. Needs the network, for what Spring Boot is built with.
 */
@Tag("torture")
@Timeout(900)
class SpringBootIT {
  @TempDir Path folder;

  @Test
  void shouldRunInAFatJar() throws Exception {
    Consumer consumer = Consumer.in(folder);
    Path sources = Files.createDirectories(folder.resolve("src/main/java/org/example"));
    Files.writeString(
        sources.resolve("Application.java"),
        """
        package org.example;

        import io.nfcs.config.Shipped;
        import io.nfcs.pipeline.Nfcs;
        import java.nio.file.Path;
        import java.time.Duration;
        import org.springframework.boot.CommandLineRunner;
        import org.springframework.boot.SpringApplication;
        import org.springframework.boot.autoconfigure.SpringBootApplication;

        @SpringBootApplication
        public class Application implements CommandLineRunner {
          public static void main(String[] args) {
            SpringApplication.run(Application.class, args);
          }

          @Override
          public void run(String... args) throws Exception {
            Nfcs.Context context =
                new Nfcs.Context()
                    .config(Shipped.settings())
                    .set("pipeline.stages", "{cgl: [], kuramoto: [], risk: [cgl, kuramoto]}")
                    .set("run.ticks", "20")
                    .set("grid.thin_client_port", "0")
                    .dataDir(Path.of(args[0]));
            try (Nfcs nfcs = Nfcs.start(context)) {
              while (!nfcs.await(Duration.ofSeconds(1))) {}
              System.out.println("ticks " + nfcs.stop().ticks());
            }
          }
        }
        """);
    Path jar = consumer.packageWithSpringBoot("nfcs-pipeline", "nfcs-solvers");
    Path options = Files.writeString(folder.resolve("jvm.options"), Shipped.jvmOptions());
    String printed = consumer.jar(List.of("@" + options), jar, folder.resolve("data").toString());
    assertTrue(printed.contains("ticks 20"), printed);
  }
}
