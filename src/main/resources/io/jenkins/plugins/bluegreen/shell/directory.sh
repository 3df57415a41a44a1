# What every script here starts from: it is fed to sh in front of them. Sees only what proc(5) shows; changes nothing.
set -u
# For our own tools; the application gets the locale back that the login has.
login_locale=${LC_ALL+set}${LC_ALL-}
LC_ALL=C
export LC_ALL
dir=$1

# alone: waits for a script that still runs for a deployment that is gone, and has those that follow wait for this one. The
# lock of a deployment falls with its connection, but a script that was begun goes on to its end.
alone() {
    [ ! -d "$dir" ] || { exec 8<"$dir" && flock -w 120 8; } || { echo "another script is at work in $dir" >&2; exit 1; }
}

