package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import java.net.URI;
import java.util.function.UnaryOperator;

/** A router of our own before the two ports of an application. */
public interface OwnRouter extends AutoCloseable {

    /** Returns how a deployment switches it, where it runs on the host of the application. */
    RouterAdapter adapter();

    /** Returns the front door. */
    URI url();

    /** Edits its configuration, and has it go by that. */
    void edit(UnaryOperator<String> edit);

    @Override
    void close();
}
