/** The benchmark: the engine beside a hand-written script, in one run on one machine. */
package io.jenkins.plugins.bluegreen.bench;
