package io.jenkins.plugins.bluegreen;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How large the parts of the sources may be, and whose words stand where. */
class SourceShapeTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final int FILES_OF_A_FOLDER = 15;
    private static final int LINES_OF_A_METHOD = 40;
    private static final int PARAMETERS = 5;
    private static final int COMPONENTS = 8;

    /** Where the words of one router may stand, or of several: its own room, and that of the forms. */
    private static final Map<Pattern, Pattern> WORDS_BY_ROOM = Map.of(
            rooms("router/nginx"), words("nginx|includeFile|\\binclude[sd]? "),
            rooms("router/caddy"), words("caddy"),
            rooms("router/httpd"), words("httpd|apachectl"),
            rooms("router/(nginx|flag|caddy|httpd)"), words("\\bworkers?\\b|flagFile|\\bflags?\\b"));

    private static Pattern rooms(String names) {
        return Pattern.compile(".*/bluegreen/(" + names + "|jenkins/router)/.*");
    }

    private static Pattern words(String words) {
        return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    private static List<Path> files;
    private static final List<String> LONG_METHODS = new ArrayList<>();
    private static final List<String> MANY_PARAMETERS = new ArrayList<>();
    private static final List<String> WIDE_RECORDS = new ArrayList<>();
    private static final List<String> FOREIGN_WORDS = new ArrayList<>();

    @BeforeAll
    static void readTheSources() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            files = all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree file : task.parse()) {
                new Shape(file, positions).scan(file, null);
            }
        }
    }

    private static final class Shape extends TreePathScanner<Void, Void> {

        private final CompilationUnitTree file;
        private final SourcePositions positions;
        private final List<Pattern> foreign;

        Shape(CompilationUnitTree file, SourcePositions positions) {
            this.file = file;
            this.positions = positions;
            this.foreign = WORDS_BY_ROOM.entrySet().stream()
                    .filter(words -> !words.getKey()
                            .matcher(file.getSourceFile().getName())
                            .matches())
                    .map(Map.Entry::getValue)
                    .toList();
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            long lines =
                    line(positions.getEndPosition(file, method)) - line(positions.getStartPosition(file, method)) + 1;
            if (method.getBody() != null && lines > LINES_OF_A_METHOD) {
                LONG_METHODS.add(place(method) + " " + method.getName() + " has " + lines + " lines");
            }
            if (method.getParameters().size() > PARAMETERS && !ofARecord()) {
                MANY_PARAMETERS.add(place(method) + " " + method.getName());
            }
            return super.visitMethod(method, nothing);
        }

        /** The constructor of a record repeats its components. */
        private boolean ofARecord() {
            return getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            long components = type.getMembers().stream()
                    .filter(member -> member instanceof VariableTree field
                            && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                    .count();
            if (type.getKind() == Tree.Kind.RECORD && components > COMPONENTS) {
                WIDE_RECORDS.add(place(type) + " " + type.getSimpleName() + " has " + components);
            }
            word(type, type.getSimpleName().toString());
            return super.visitClass(type, nothing);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
            if (literal.getValue() instanceof String text) {
                word(literal, text);
            }
            return super.visitLiteral(literal, nothing);
        }

        @Override
        public Void visitIdentifier(IdentifierTree identifier, Void nothing) {
            word(identifier, identifier.getName().toString());
            return super.visitIdentifier(identifier, nothing);
        }

        private void word(Tree where, String text) {
            if (foreign.stream().anyMatch(words -> words.matcher(text).find())) {
                FOREIGN_WORDS.add(place(where) + " " + text);
            }
        }

        private String place(Tree tree) {
            return file.getSourceFile().getName() + ":" + line(positions.getStartPosition(file, tree));
        }

        private long line(long position) {
            return file.getLineMap().getLineNumber(position);
        }
    }

    @Test
    void noFolderHoldsMoreFilesThanAReaderLikes() {
        Map<Path, Long> sizes = files.stream().collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        assertThat(sizes.entrySet()).hasSizeGreaterThan(10).allMatch(folder -> folder.getValue() <= FILES_OF_A_FOLDER);
    }

    @Test
    void noMethodIsLong() {
        assertThat(LONG_METHODS).isEmpty();
    }

    @Test
    void noMethodHasManyParameters() {
        assertThat(MANY_PARAMETERS).isEmpty();
    }

    @Test
    void noRecordIsWide() {
        assertThat(WIDE_RECORDS).isEmpty();
    }

    @Test
    void theWordsOfOneRouterStandInItsRoomAlone() {
        assertThat(FOREIGN_WORDS).isEmpty();
    }
}
