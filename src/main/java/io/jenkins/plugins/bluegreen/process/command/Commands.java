package io.jenkins.plugins.bluegreen.process.command;

import java.io.Serializable;

/**
 * Commands of the user's own, for {@code sh}.
 *
 * @param start starts it, and returns or stays; an empty text for the application's start command
 * @param stop ends it
 * @param status exits with 0 while it runs, and may print {@code pid=}
 */
public record Commands(String start, String stop, String status) implements Serializable {}
