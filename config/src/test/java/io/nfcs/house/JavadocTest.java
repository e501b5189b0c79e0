package io.nfcs.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every public or protected type, method and field of the product says what it is. Doclint asks for
 * tags as well, which would say the same twice; so this asks for the sentence only, which opens
 * with a noun or, for a method, with a verb. And no method is longer than a screen.
 */
@Timeout(120)
class JavadocTest {
  private static final long LONGEST_METHOD = 60;

  private static final Pattern FREE_RELATIVE =
      Pattern.compile("(What|Who|Whoever|Whatever|Where|How|Whether|When|Which|Why|That)\\b.*");

  private static final Pattern NOUN = Pattern.compile("(The|A|An|All|Its|Number of)\\b.*");

  @Test
  void shouldDocumentEverythingPublic() throws IOException {
    assertEquals(List.of(), scan(mainSources()).undocumented);
  }

  @Test
  void shouldHaveNoMethodLongerThanAScreen() throws IOException {
    assertEquals(List.of(), scan(mainSources()).tooLong);
  }

  /** A free relative makes a reader guess at the noun; a flag alone is named by its question. */
  @Test
  void shouldOpenWithANounOrAVerb() throws IOException {
    assertEquals(List.of(), scan(mainSources()).riddles);
  }

  @Test
  void shouldNoticeARiddle() throws IOException {
    String source =
        """
        /** What it is. */
        class A {
          /** Whether it is. */
          boolean is() { return true; }
          /** The name. */
          String name() { return ""; }
          /** What is kept. */
          int kept;
          /** Returns what is kept. */
          int kept() { return kept; }
        }
        """;
    List<String> riddles = scan(List.of(new Text(source))).riddles;
    assertEquals(List.of("A.java A", "A.java is", "A.java name", "A.java kept"), riddles);
  }

  @Test
  void shouldNoticeWhatIsNotDocumented() throws IOException {
    String body = "int x;\n".repeat(70);
    String source =
        "/** A. */ public class A { public void m() {" + body + "} /** F. */ public int f; }";
    Scan scan = scan(List.of(new Text(source)));
    assertEquals(1, scan.undocumented.size());
    assertTrue(scan.undocumented.get(0).endsWith("m"), scan.undocumented::toString);
    assertEquals(1, scan.tooLong.size());
  }

  private static List<JavaFileObject> mainSources() throws IOException {
    JavaCompiler compiler = compiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources =
          Sources.java().stream()
              .filter(path -> path.toString().contains("src/main/java"))
              .filter(path -> !path.endsWith("package-info.java"))
              .toList();
      List<JavaFileObject> objects = new ArrayList<>();
      files.getJavaFileObjectsFromPaths(sources).forEach(objects::add);
      return objects;
    }
  }

  private static Scan scan(List<JavaFileObject> sources) throws IOException {
    JavacTask task =
        (JavacTask)
            compiler().getTask(null, null, diagnostic -> {}, List.of("-proc:none"), null, sources);
    Scan scan = new Scan(DocTrees.instance(task));
    for (CompilationUnitTree unit : task.parse()) {
      scan.scan(unit, null);
    }
    return scan;
  }

  private static JavaCompiler compiler() {
    return Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK");
  }

  /** Scanner for declarations without a comment and methods that are too long. */
  @SuppressWarnings("VoidUsed") // the scanner passes its unused parameter on
  private static final class Scan extends TreePathScanner<Void, Void> {
    private final List<String> undocumented = new ArrayList<>();
    private final List<String> tooLong = new ArrayList<>();
    private final List<String> riddles = new ArrayList<>();
    private final DocTrees docs;

    Scan(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public Void visitClass(ClassTree type, Void ignored) {
      checkOpening(type.getSimpleName().toString(), false);
      if (!isOpen(type.getModifiers())) {
        return type.getKind() == Tree.Kind.INTERFACE ? null : super.visitClass(type, ignored);
      }
      check(type.getSimpleName().toString());
      return super.visitClass(type, ignored);
    }

    @Override
    public Void visitMethod(MethodTree method, Void ignored) {
      Tree answer = method.getReturnType();
      checkOpening(
          method.getName().toString(), answer != null && !answer.toString().equals("void"));
      boolean override =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
      boolean generated = method.getName().contentEquals("<init>") && isRecordCanonical();
      if (!override && !generated && isOpen(method.getModifiers()) && isInOpenType()) {
        check(method.getName().toString());
      }
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      long start = docs.getSourcePositions().getStartPosition(unit, method);
      long end = docs.getSourcePositions().getEndPosition(unit, method);
      if (end > start && start >= 0) {
        long lines =
            unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1;
        if (lines > LONGEST_METHOD) {
          tooLong.add(name(method.getName().toString()) + ": " + lines + " lines");
        }
      }
      return super.visitMethod(method, ignored);
    }

    @Override
    public Void visitVariable(VariableTree field, Void ignored) {
      if (!String.valueOf(field.getType()).matches("(Atomic)?[bB]oolean")) {
        checkOpening(field.getName().toString(), false);
      }
      boolean ofType = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree;
      if (ofType && isOpen(field.getModifiers()) && isInOpenType()) {
        check(field.getName().toString());
      }
      return super.visitVariable(field, ignored);
    }

    private boolean isRecordCanonical() {
      return getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
    }

    private boolean isInOpenType() {
      return getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
          && isOpen(type.getModifiers());
    }

    private static boolean isOpen(ModifiersTree modifiers) {
      return modifiers.getFlags().contains(Modifier.PUBLIC)
          || modifiers.getFlags().contains(Modifier.PROTECTED);
    }

    private void checkOpening(String name, boolean answers) {
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment != null && !comment.getFirstSentence().isEmpty()) {
        String opening = comment.getFirstSentence().getFirst().toString();
        if (FREE_RELATIVE.matcher(opening).lookingAt()
            || (answers && NOUN.matcher(opening).lookingAt())) {
          riddles.add(name(name));
        }
      }
    }

    private void check(String name) {
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment == null || comment.getFirstSentence().isEmpty()) {
        undocumented.add(name(name));
      }
    }

    private String name(String member) {
      String file = getCurrentPath().getCompilationUnit().getSourceFile().getName();
      return file.substring(file.lastIndexOf('/') + 1) + " " + member;
    }
  }

  /** A source that is not in a file. */
  private static final class Text extends SimpleJavaFileObject {
    private final String source;

    Text(String source) {
      super(URI.create("string:///A.java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
