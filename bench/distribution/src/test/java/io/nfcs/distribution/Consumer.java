package io.nfcs.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.fork.Leash;
import io.nfcs.house.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A Maven project outside of the checkout. It sees the artefacts as {@code mvn install} leaves
 * them, those of others by way of the local repository of this build, and keeps both in its own.
 */
final class Consumer {
  private static final String VERSION = "0.1.0";
  private static final String SPRING_BOOT = "3.5.16";
  private static final String DEPENDENCIES =
      "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:";

  private final Path folder;

  private Consumer(Path folder) {
    this.folder = folder;
  }

  /** Publishes the artefacts of this build into a folder, and makes a project beside them. */
  static Consumer in(Path folder) throws IOException {
    Path published = folder.resolve("published/io/nfcs");
    try (Stream<Path> poms =
        Files.find(Sources.ROOT, 4, (path, _) -> path.endsWith("target/.flattened-pom.xml"))) {
      for (Path pom : poms.toList()) {
        publish(pom, published);
      }
    }
    Files.writeString(
        folder.resolve("settings.xml"),
        """
        <settings>
          <localRepository>%s</localRepository>
          <mirrors>
            <mirror><id>build</id><mirrorOf>central</mirrorOf><url>file://%s</url></mirror>
          </mirrors>
        </settings>
        """
            .formatted(folder.resolve("repository"), System.getProperty("nfcs.repository")));
    return new Consumer(folder);
  }

  private static void publish(Path pom, Path published) throws IOException {
    String text = Files.readString(pom);
    String artefact = text.replaceFirst("(?s).*?<artifactId>(.*?)</artifactId>.*", "$1");
    Path target = Objects.requireNonNull(pom.getParent());
    Path home = Files.createDirectories(published.resolve(artefact).resolve(VERSION));
    String name = artefact + "-" + VERSION;
    Files.copy(pom, home.resolve(name + ".pom"));
    Path jar = target.resolve(name + ".jar");
    if (Files.exists(jar)) {
      Files.copy(jar, home.resolve(name + ".jar"));
    }
  }

  /** Returns the jars of a project that imports the BOM and depends on artefacts of ours. */
  List<Path> resolve(String... artefacts) throws IOException, InterruptedException {
    writePom("", dependencies(artefacts), "");
    Path list = folder.resolve("classpath");
    maven("-s", "settings.xml", DEPENDENCIES + "build-classpath", "-Dmdep.outputFile=" + list);
    return Arrays.stream(Files.readString(list).strip().split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  /** Returns the one jar of a project of Spring Boot with artefacts of ours in it. */
  Path packageWithSpringBoot(String... artefacts) throws IOException, InterruptedException {
    writePom(
        """
        <parent>
          <groupId>org.springframework.boot</groupId>
          <artifactId>spring-boot-starter-parent</artifactId>
          <version>%s</version>
        </parent>
        <properties><maven.compiler.release>25</maven.compiler.release></properties>
        """
            .formatted(SPRING_BOOT),
        dependency("org.springframework.boot", "spring-boot-starter") + dependencies(artefacts),
        """
        <build>
          <plugins>
            <plugin>
              <groupId>org.springframework.boot</groupId>
              <artifactId>spring-boot-maven-plugin</artifactId>
            </plugin>
          </plugins>
        </build>
        """);
    maven("-Dmaven.repo.local=" + folder.resolve("repository"), "package");
    return folder.resolve("target/consumer-1.jar");
  }

  private void writePom(String top, String dependencies, String build) throws IOException {
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>org.example</groupId>
          <artifactId>consumer</artifactId>
          <version>1</version>
          %s
          <repositories>
            <repository><id>nfcs</id><url>file://%s</url></repository>
          </repositories>
          <dependencyManagement>
            <dependencies>
              <dependency>
                <groupId>io.nfcs</groupId>
                <artifactId>nfcs-bom</artifactId>
                <version>%s</version>
                <type>pom</type>
                <scope>import</scope>
              </dependency>
            </dependencies>
          </dependencyManagement>
          <dependencies>
            %s
          </dependencies>
          %s
        </project>
        """
            .formatted(top, folder.resolve("published"), VERSION, dependencies, build));
  }

  private static String dependencies(String... artefacts) {
    return Arrays.stream(artefacts)
        .map(artefact -> dependency("io.nfcs", artefact))
        .collect(Collectors.joining());
  }

  private static String dependency(String group, String artefact) {
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId></dependency>"
        .formatted(group, artefact);
  }

  /** Compiles a class of the project against jars alone. */
  void compile(List<Path> jars, String name, String source) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int status =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(null, null, null, "-d", folder.toString(), "-cp", path(jars), file.toString());
    assertEquals(0, status);
  }

  /** Returns what a class of the project, or of the jars, prints in a JVM with these flags. */
  String java(List<Path> jars, List<String> flags, String name, String... arguments)
      throws IOException, InterruptedException {
    return java(flags, List.of("-cp", path(jars), name), arguments);
  }

  /** Returns what a runnable jar prints in a JVM with these flags. */
  String jar(List<String> flags, Path jar, String... arguments)
      throws IOException, InterruptedException {
    return java(flags, List.of("-jar", jar.toString()), arguments);
  }

  private String java(List<String> flags, List<String> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(flags);
    command.addAll(program);
    command.addAll(Arrays.asList(arguments));
    return run(-1, command);
  }

  private void maven(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-q", "-B"));
    command.addAll(Arrays.asList(arguments));
    run(0, command);
  }

  private String path(List<Path> jars) {
    return Stream.concat(Stream.of(folder), jars.stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String run(int status, List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "run", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(Leash.on(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertTrue(process.waitFor(600, TimeUnit.SECONDS));
    String printed = Files.readString(out);
    if (status >= 0) {
      assertEquals(status, process.exitValue(), printed);
    }
    return printed;
  }
}
