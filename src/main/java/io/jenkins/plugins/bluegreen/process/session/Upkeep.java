package io.jenkins.plugins.bluegreen.process.session;

import java.io.Serializable;

/**
 * How a session is kept up.
 *
 * @param restarts whether it is started again after it ended, once it was deployed
 * @param logLimit how large its log may get until a new one is begun, in bytes
 * @param keepLogs how many logs before that are kept
 * @param byCron whether the login user's crontab starts it after a reboot
 */
record Upkeep(boolean restarts, long logLimit, int keepLogs, boolean byCron) implements Serializable {}
