package io.jenkins.plugins.bluegreen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the signatures of Jenkins's types, which the default build compiles against, with the real ones: what differs in a name, a
 * type or a modifier would only be noticed in a running Jenkins, as a {@code NoSuchMethodError}.
 */
class SignaturesTest {

    private static final Path SIGNATURES = Path.of("src/jenkins-api/java");

    /** What a caller or a subclass is compiled by. */
    private static final int MODIFIERS = Modifier.PUBLIC
            | Modifier.PROTECTED
            | Modifier.STATIC
            | Modifier.FINAL
            | Modifier.ABSTRACT
            | Modifier.INTERFACE;

    @TempDir
    Path compiled;

    private final List<String> differences = new ArrayList<>();
    private int compared;

    @Test
    void areDeclaredAsJenkinsDeclaresThem() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(compile(), ClassLoader.getPlatformClassLoader())) {
            for (String name : names()) {
                compare(
                        Class.forName(name, false, loader),
                        Class.forName(name, false, getClass().getClassLoader()));
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(100);
    }

    private URL[] compile() throws IOException {
        List<Path> sources;
        try (Stream<Path> all = Files.walk(SIGNATURES)) {
            sources = all.filter(file -> file.toString().endsWith(".java")).toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            // Jenkins itself must not be found: that would be compared with itself.
            List<String> options =
                    List.of("-proc:none", "-parameters", "-d", compiled.toString(), "-classpath", needed());
            boolean done = compiler.getTask(
                            null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(done).isTrue();
        }
        return new URL[] {url(compiled), url(library("sezpoz-")), url(library("localizer-"))};
    }

    private static String needed() {
        return library("sezpoz-") + File.pathSeparator + library("localizer-");
    }

    private static Path library(String name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(file -> file.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(compiled)) {
            return all.map(file -> compiled.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.'))
                    .sorted()
                    .toList();
        }
    }

    private void compare(Class<?> signature, Class<?> real) throws ReflectiveOperationException {
        String name = signature.getName();
        same(name + ": modifiers", modifiers(signature), modifiers(real));
        same(name + ": parameters of type", generic(signature.getTypeParameters()), generic(real.getTypeParameters()));
        // What lies in between, or comes beside it, is nobody's business that does not use it.
        List<String> above = above(real);
        for (Class<?> type : signature.getInterfaces()) {
            contains(name + ": interfaces", above, type.getName());
        }
        if (signature.getSuperclass() != null) {
            contains(name + ": superclasses", above, signature.getSuperclass().getName());
        }
        annotations(name, signature, real);
        for (Constructor<?> constructor : signature.getDeclaredConstructors()) {
            compare(constructor, find(real, type -> type.getDeclaredConstructors(), constructor, false));
        }
        for (Method method : signature.getDeclaredMethods()) {
            if (!method.isSynthetic()) {
                Optional<Method> found = find(real, type -> type.getDeclaredMethods(), method, true);
                compare(method, found);
                found.ifPresent(
                        is -> same(method + ": default", shown(method.getDefaultValue()), shown(is.getDefaultValue())));
            }
        }
        for (Field field : signature.getDeclaredFields()) {
            compare(field, find(real, type -> type.getDeclaredFields(), field, true));
        }
    }

    /** Members that nobody else can reach, such as an implicit constructor, need not be there. */
    private <M extends Member & AnnotatedElement> void compare(M signature, Optional<M> real)
            throws ReflectiveOperationException {
        boolean reachable =
                Modifier.isPublic(signature.getModifiers()) || Modifier.isProtected(signature.getModifiers());
        if (!reachable || signature.isSynthetic()) {
            return;
        }
        compared++;
        if (real.isEmpty()) {
            differences.add(signature + " is not there");
            return;
        }
        same(
                signature + ": modifiers",
                modifiers(signature.getModifiers()),
                modifiers(real.get().getModifiers()));
        same(signature + ": types", types(signature), types(real.get()));
        if (signature instanceof Executable declared) {
            same(signature + ": checked exceptions", checked(declared), checked((Executable) real.get()));
        }
        annotations(signature.toString(), signature, real.get());
    }

    private static <M extends Member> Optional<M> find(
            Class<?> type, Function<Class<?>, M[]> members, M like, boolean inherited) {
        Stream<Class<?>> types = inherited ? hierarchy(type) : Stream.of(type);
        return types.flatMap(each -> Stream.of(members.apply(each)))
                .filter(member -> descriptor(member).equals(descriptor(like)))
                .findFirst();
    }

    private static Stream<Class<?>> hierarchy(Class<?> type) {
        Stream<Class<?>> above =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()));
        return Stream.concat(Stream.of(type), above.flatMap(SignaturesTest::hierarchy));
    }

    private static List<String> above(Class<?> type) {
        return Stream.concat(hierarchy(type).skip(1), Stream.of(Object.class))
                .map(Class::getName)
                .toList();
    }

    /** Returns what a compiled call names: the erased types are part of it. */
    private static String descriptor(Member member) {
        if (member instanceof Method method) {
            return method.getName() + Arrays.toString(method.getParameterTypes()) + method.getReturnType();
        }
        return member instanceof Constructor<?> constructor
                ? Arrays.toString(constructor.getParameterTypes())
                : member.getName() + ((Field) member).getType();
    }

    private static String types(Member member) {
        if (member instanceof Method method) {
            return generic(method.getTypeParameters())
                    + generic(method.getGenericReturnType())
                    + generic(method.getGenericParameterTypes());
        }
        return member instanceof Constructor<?> constructor
                ? generic(constructor.getGenericParameterTypes())
                : generic(((Field) member).getGenericType());
    }

    private static String generic(Type... types) {
        return Arrays.toString(Stream.of(types).map(SignaturesTest::withBounds).toArray());
    }

    private static String withBounds(Type type) {
        return type instanceof java.lang.reflect.TypeVariable<?> variable
                ? variable.getName() + " extends " + Arrays.toString(variable.getBounds())
                : type.getTypeName();
    }

    private static String checked(Executable declared) {
        return Stream.of(declared.getExceptionTypes())
                .filter(type -> !RuntimeException.class.isAssignableFrom(type))
                .map(Class::getName)
                .sorted()
                .toList()
                .toString();
    }

    /** Whether an enum is abstract or final says only whether its constants have bodies. */
    private static String modifiers(Class<?> type) {
        return modifiers(
                type.isEnum() ? type.getModifiers() & ~(Modifier.ABSTRACT | Modifier.FINAL) : type.getModifiers());
    }

    private static String modifiers(int modifiers) {
        return Modifier.toString(modifiers & MODIFIERS);
    }

    private void annotations(String what, AnnotatedElement signature, AnnotatedElement real)
            throws ReflectiveOperationException {
        for (Annotation annotation : signature.getDeclaredAnnotations()) {
            String name = annotation.annotationType().getName();
            Optional<Annotation> found = Stream.of(real.getDeclaredAnnotations())
                    .filter(other -> other.annotationType().getName().equals(name))
                    .findFirst();
            if (found.isEmpty()) {
                differences.add(what + " has the annotation " + name + ", and not in Jenkins");
                continue;
            }
            for (Method value : annotation.annotationType().getDeclaredMethods()) {
                Method other = found.get().annotationType().getMethod(value.getName());
                same(what + ": values of " + name, shown(value.invoke(annotation)), shown(other.invoke(found.get())));
            }
        }
    }

    private static String shown(Object value) {
        return value instanceof Object[] several ? Arrays.toString(several) : String.valueOf(value);
    }

    private void same(String what, String is, String real) {
        if (!is.equals(real)) {
            differences.add(what + " are '" + is + "', and in Jenkins '" + real + "'");
        }
    }

    private void contains(String what, List<String> real, String is) {
        if (!real.contains(is)) {
            differences.add(what + " have " + is + ", and in Jenkins there are " + real);
        }
    }
}
