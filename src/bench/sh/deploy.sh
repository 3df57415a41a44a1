#!/bin/sh
# Blue/green as teams write it by hand in a Jenkinsfile: the column "script" of the benchmark.
#   SSH_CONFIG  how to log in to the host "app"    ARTIFACT  the jar           COMMAND  runs it, with PORT set
#   DIRECTORY   on the host                        INCLUDE   nginx's file      RELOAD   makes nginx read it
#   BLUE GREEN  the two ports
set -e

on_host() { ssh -F "$SSH_CONFIG" app "$@"; }

# Which one is live? The one that answers.
if curl -sf -o /dev/null "http://127.0.0.1:$BLUE/"; then
    LIVE=$BLUE IDLE=$GREEN
else
    LIVE=$GREEN IDLE=$BLUE
fi

scp -q -F "$SSH_CONFIG" "$ARTIFACT" "app:$DIRECTORY/app-$IDLE.jar"
on_host "cd $DIRECTORY; PORT=$IDLE nohup $COMMAND app-$IDLE.jar > app-$IDLE.log 2>&1 < /dev/null &"

tries=0
until curl -sf -o /dev/null "http://127.0.0.1:$IDLE/"; do
    tries=$((tries + 1))
    if [ $tries -gt 60 ]; then
        echo "not healthy" >&2
        exit 1
    fi
    sleep 1
done

echo "set \$service_port $IDLE;" | on_host "tee $INCLUDE > /dev/null"
on_host "$RELOAD"
on_host "fuser -k -s $LIVE/tcp" || true
