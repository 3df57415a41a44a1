/**
 * Real servers for tests and for the demo: an OpenSSH server, an nginx, a Spring Boot application, and the load on them. All run
 * as the current user, on free ports of the loopback address, in temporary directories, and go when they are closed.
 */
package io.jenkins.plugins.bluegreen.lab;
