package io.jenkins.plugins.bluegreen.jenkins.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.shell.Command;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class AgentClassesTest {

    private static final String OURS = "io.jenkins.plugins.bluegreen.";

    /** Fetches the plugin's classes and scripts from elsewhere, as an agent does, until that is not there any more. */
    private static final class Remote extends ClassLoader {

        private boolean cut;

        Remote() {
            super(AgentClassesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null || !name.startsWith(OURS) ? super.loadClass(name, resolve) : findClass(name);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length, AgentClasses.class.getProtectionDomain());
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            return cut ? null : super.getResourceAsStream(name);
        }
    }

    private final AgentClasses classes = AgentClasses.ofThisPlugin();

    @Test
    void knowsAllThatADeploymentMayNeedAndNoForms() {
        assertThat(classes.files())
                .contains(
                        "io/jenkins/plugins/bluegreen/deploy/Rollout.class",
                        "io/jenkins/plugins/bluegreen/deploy/Rollout$Phases.class",
                        "io/jenkins/plugins/bluegreen/process/slot/stop.sh",
                        "io/jenkins/plugins/bluegreen/shell/directory.sh")
                .noneMatch(file -> file.contains("/jenkins/form/"));
    }

    @Test
    void haveAllAtHandOnceTheyAreLoaded() throws Exception {
        Remote loader = new Remote();
        classesAsOf(loader);
        loader.cut = true;

        for (String file : classes.files()) {
            String name = file.substring(0, file.lastIndexOf('.')).replace('/', '.');
            if (file.endsWith(".class")) {
                assertThat(loader.loadClass(name).getClassLoader()).isSameAs(loader);
            }
        }
        Class<?> beside = loader.loadClass(OURS + "process.slot.SlotProcessManager");
        assertThat(script(loader, beside, "stop")).contains("kill");
        assertThatThrownBy(() -> script(loader, beside, "none")).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    /** The scripts are kept by the {@link Command} that the agent has. */
    private void classesAsOf(ClassLoader loader) throws Exception {
        Class<?> theirs = loader.loadClass(AgentClasses.class.getName());
        var find = theirs.getDeclaredMethod("ofThisPlugin");
        find.setAccessible(true);
        var load = theirs.getDeclaredMethod("load", ClassLoader.class);
        load.setAccessible(true);
        load.invoke(find.invoke(null), loader);
    }

    private static String script(ClassLoader loader, Class<?> beside, String name) throws Exception {
        Object command = loader.loadClass(Command.class.getName())
                .getMethod("script", Class.class, String.class, String[].class)
                .invoke(null, beside, name, new String[0]);
        return (String) command.getClass().getMethod("script").invoke(command);
    }
}
