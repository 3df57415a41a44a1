package io.jenkins.plugins.bluegreen.artifact.delta;

/**
 * A run of bytes of a new file.
 *
 * @param copied whether it is in the older file
 * @param from where it begins: in the older file if it is there, otherwise in the new one
 * @param length in bytes
 */
record Piece(boolean copied, long from, long length) {}
