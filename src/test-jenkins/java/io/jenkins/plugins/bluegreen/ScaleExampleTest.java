package io.jenkins.plugins.bluegreen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Pipeline of docs/SCALE.md that deploys to groups of hosts by several agents, with steps that only note that they were called. */
class ScaleExampleTest {

    private static final Pattern BLOCK = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL);

    private final List<String> called = new ArrayList<>();
    private final Map<String, Object> env = new HashMap<>();

    /** A step of one parameter, or of its named ones, and of what stands in braces behind it. */
    private static final class Step extends Closure<Object> {

        private static final long serialVersionUID = 1L;

        private final transient Function<Object[], Object> does;

        Step(Function<Object[], Object> does) {
            super(null);
            this.does = does;
        }

        @Override
        public Object call(Object... arguments) {
            return does.apply(arguments);
        }

        @Override
        public Class<?>[] getParameterTypes() {
            return new Class<?>[] {Object[].class};
        }
    }

    private Object runsItsBody(Object... arguments) {
        return ((Closure<?>) arguments[arguments.length - 1]).call();
    }

    /** All branches come to their end, as where failFast is not set. */
    private Object parallel(Object... arguments) {
        RuntimeException failed = null;
        for (Object branch : ((Map<?, ?>) arguments[0]).values()) {
            try {
                ((Closure<?>) branch).call();
            } catch (IllegalStateException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
        return null;
    }

    private Object noted(String step, Object... arguments) {
        Map<?, ?> given = (Map<?, ?>) arguments[0];
        called.add(step + " " + given.get("hosts") + (given.get("release") == null ? "" : " " + given.get("release")));
        return null;
    }

    private Binding steps(Map<String, String> live, String failing) {
        Binding steps = new Binding();
        steps.setVariable("env", env);
        steps.setVariable("stage", new Step(this::runsItsBody));
        steps.setVariable("node", new Step(this::runsItsBody));
        steps.setVariable("parallel", new Step(this::parallel));
        steps.setVariable("unstash", new Step(any -> null));
        steps.setVariable("blueGreenDeploy", new Step(given -> noted("hold", given)));
        steps.setVariable("blueGreenStatus", new Step(given -> {
            Map<String, Object> status = new HashMap<>();
            status.put("releaseId", live.get(String.valueOf(((Map<?, ?>) given[0]).get("hosts"))));
            return status;
        }));
        steps.setVariable("blueGreenRollback", new Step(given -> noted("go back on", given)));
        steps.setVariable("blueGreenPromote", new Step(given -> {
            noted("promote", given);
            if (failing.equals(((Map<?, ?>) given[0]).get("hosts"))) {
                env.put("BLUE_GREEN_FAILURE", "the old slot was not retired");
                throw new IllegalStateException("it failed");
            }
            return null;
        }));
        return steps;
    }

    /** The second block takes the place of the first one's last stage. */
    private static String pipeline() throws IOException {
        String text = Files.readString(Path.of("docs/SCALE.md"));
        List<String> blocks = BLOCK.matcher(text.substring(text.indexOf("## Several agents")))
                .results()
                .map(found -> found.group(1))
                .toList();
        String first = blocks.get(0);
        return first.substring(0, first.indexOf("stage('Switch')")) + blocks.get(1);
    }

    private void run(Map<String, String> live, String failing) throws IOException {
        String pipeline = pipeline();
        Binding steps = steps(live, failing);
        if (failing.isEmpty()) {
            new GroovyShell(steps).evaluate(pipeline);
        } else {
            assertThatThrownBy(() -> new GroovyShell(steps).evaluate(pipeline)).hasMessage("it failed");
        }
    }

    @Test
    void promotesAllGroups() throws IOException {
        run(Map.of("eu1 eu2 eu3", "r1", "us1 us2 us3", "r1"), "");
        assertThat(called)
                .containsExactly("hold eu1 eu2 eu3", "hold us1 us2 us3", "promote eu1 eu2 eu3", "promote us1 us2 us3");
    }

    /** The one that failed may serve the new release nevertheless. */
    @Test
    void whereOneFailsAllGoBackToWhatTheyServed() throws IOException {
        run(Map.of("eu1 eu2 eu3", "r1", "us1 us2 us3", "r0"), "us1 us2 us3");
        assertThat(called).endsWith("go back on eu1 eu2 eu3 r1", "go back on us1 us2 us3 r0");
        assertThat(env.get("WENT_BACK_SINCE")).isEqualTo("the old slot was not retired");
    }

    /** Without a name, a rollback would go one release further than the promotion had come. */
    @Test
    void whatServedNothingCertainIsLeftForPeople() throws IOException {
        run(Map.of("eu1 eu2 eu3", "r1"), "us1 us2 us3");
        assertThat(called).endsWith("promote us1 us2 us3", "go back on eu1 eu2 eu3 r1");
    }
}
